using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.Loader;

namespace IndustrialAgents.Experts;

/// <summary>
/// Loads one module's assembly with the dependencies beside it. What the node itself has, the contracts above all, is shared, loaded or not: a type
/// must be the same on both sides to be of use.
/// </summary>
internal sealed class ModuleContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private static readonly FrozenSet<string> Own = ((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string) ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly string _folder = Path.GetDirectoryName(path)!;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name || Own.Contains(name) || Default.Assemblies.Any(loaded => loaded.GetName().Name == name)
            || name.StartsWith("IndustrialAgents.", StringComparison.Ordinal))
        {
            return null;
        }

        var beside = Path.Combine(_folder, name + ".dll");
        return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
    }
}
