namespace IndustrialAgents;

/// <summary>One expert in a directory.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Health">Whether it can be asked.</param>
/// <param name="Share">
/// Share of requests, 0 to 1, that this version takes; the rest goes to the next lower version of its name that fits the request. The lowest one
/// takes whatever is left, whatever its share.
/// </param>
public sealed record ExpertEntry(IExpert Expert, ExpertHealth Health = ExpertHealth.Ready, double Share = 1)
{
    /// <summary>Name and version.</summary>
    public ExpertId Id => Expert.Manifest.Id;
}
