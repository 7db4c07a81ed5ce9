namespace IndustrialAgents.Experts;

/// <summary>An assembly in a modules folder that could not be used.</summary>
/// <param name="Path">The assembly's file, or the folder.</param>
/// <param name="Message">What is wrong.</param>
public sealed record ModuleProblem(string Path, string Message);
