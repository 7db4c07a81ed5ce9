namespace IndustrialAgents.Experts;

/// <summary>An expert's folder that cannot be used as it is now.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Time">When it was found.</param>
public sealed record ExpertProblem(string Folder, string Message, DateTimeOffset Time);
