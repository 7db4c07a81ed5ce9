using System.Reflection;
using System.Runtime.Loader;

namespace IndustrialAgents.Experts;

/// <summary>
/// Loads one module's assembly with the dependencies beside it. What the node itself has loaded, the contracts above all, is shared: a type must
/// be the same on both sides to be of use.
/// </summary>
internal sealed class ModuleContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private readonly string _folder = Path.GetDirectoryName(path)!;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (Default.Assemblies.Any(loaded => loaded.GetName().Name == assemblyName.Name) || assemblyName.Name is not { } name
            || name.StartsWith("IndustrialAgents.", StringComparison.Ordinal))
        {
            return null;
        }

        var beside = Path.Combine(_folder, name + ".dll");
        return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
    }
}
