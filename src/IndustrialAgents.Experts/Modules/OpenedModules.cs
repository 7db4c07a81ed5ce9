using System.Reflection;

namespace IndustrialAgents.Experts;

/// <summary>What a folder of modules held.</summary>
/// <param name="Assemblies">The assemblies, loaded.</param>
/// <param name="Modules">Their modules that were registered.</param>
/// <param name="Problems">What could not be used.</param>
public sealed record OpenedModules(IReadOnlyList<Assembly> Assemblies, IReadOnlyList<IExpertModule> Modules, IReadOnlyList<ModuleProblem> Problems);
