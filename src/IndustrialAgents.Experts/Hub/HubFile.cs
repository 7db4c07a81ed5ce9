namespace IndustrialAgents.Experts;

/// <summary>One file of a repository.</summary>
/// <param name="Path">Path within the repository, with <c>/</c>; never leads out of it.</param>
/// <param name="Size">Its size in bytes, as the hub says.</param>
/// <param name="Hash">Its hash, as the hub says; null where an offline folder does not know it.</param>
public sealed record HubFile(string Path, long Size, HubHash? Hash);
