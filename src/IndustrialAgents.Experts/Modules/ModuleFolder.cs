using System.Reflection;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

/// <summary>
/// Takes in the modules of assemblies that somebody dropped into a folder: every <c>*.dll</c> in it, and <c>NAME/NAME.dll</c> with its
/// dependencies beside it. The code runs with the node's own rights: who may write to the folder may do what the node may. Thread-safe.
/// </summary>
public static partial class ModuleFolder
{
    /// <summary>Registers every module of a folder; what is broken is logged, listed and left out.</summary>
    /// <param name="folder">The folder; one that does not exist holds no modules.</param>
    /// <param name="catalog">Receives what the modules bring.</param>
    /// <param name="logger">Is told of every module.</param>
    /// <returns>What could not be used.</returns>
    public static IReadOnlyList<ModuleProblem> Load(string folder, ExpertCatalog catalog, ILogger logger) => Open(folder, catalog, logger).Problems;

    /// <summary>As <see cref="Load"/>, for a host that needs what else the assemblies hold.</summary>
    /// <param name="folder">The folder; one that does not exist holds no modules.</param>
    /// <param name="catalog">Receives what the modules bring.</param>
    /// <param name="logger">Is told of every module.</param>
    public static OpenedModules Open(string folder, ExpertCatalog catalog, ILogger logger)
    {
        var problems = new List<ModuleProblem>();
        var assemblies = new List<Assembly>();
        var modules = new List<IExpertModule>();
        foreach (var path in Find(folder, problems, logger))
        {
            if (LoadAssembly(path, problems, logger) is not { } loaded)
            {
                continue;
            }

            assemblies.Add(loaded.Assembly);
            foreach (var type in loaded.Modules)
            {
                if (Register(path, type, catalog, problems, logger) is { } module)
                {
                    modules.Add(module);
                }
            }
        }

        return new OpenedModules(assemblies, modules, problems);
    }

    private static List<string> Find(string folder, List<ModuleProblem> problems, ILogger logger)
    {
        try
        {
            return !Directory.Exists(folder) ? [] :
            [
                .. Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal).Select(Path.GetFullPath),
                .. Directory.EnumerateDirectories(folder)
                    .Select(path => Path.GetFullPath(Path.Combine(path, Path.GetFileName(path) + ".dll")))
                    .Where(File.Exists)
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(folder, e.Message, problems, logger);
            return [];
        }
    }

    private static (Assembly Assembly, List<Type> Modules)? LoadAssembly(string path, List<ModuleProblem> problems, ILogger logger)
    {
        try
        {
            var assembly = new ModuleContext(path).LoadFromAssemblyPath(path);
            return (assembly, [.. assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IExpertModule)))]);
        }
        catch (Exception e)
        {
            // Loading somebody else's assembly may throw anything.
            Report(path, e is BadImageFormatException ? "is no .NET assembly, or a damaged one" : e.Message, problems, logger);
            return null;
        }
    }

    private static IExpertModule? Register(string path, Type type, ExpertCatalog catalog, List<ModuleProblem> problems, ILogger logger)
    {
        if (type.GetConstructor(Type.EmptyTypes) is null)
        {
            Report(path, $"{type} has no public constructor without parameters", problems, logger);
            return null;
        }

        try
        {
            var module = (IExpertModule)Activator.CreateInstance(type)!;
            catalog.Add(module);
            LogLoaded(logger, type.FullName ?? type.Name, path);
            return module;
        }
        catch (Exception e)
        {
            // So may its constructor and its registration.
            Report(path, $"{type}: {(e.InnerException ?? e).Message}", problems, logger);
            return null;
        }
    }

    private static void Report(string path, string message, List<ModuleProblem> problems, ILogger logger)
    {
        problems.Add(new ModuleProblem(path, message));
        LogBroken(logger, path, message);
    }
}
