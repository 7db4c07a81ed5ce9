namespace IndustrialAgents;

/// <summary>One expert in a directory.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Health">Whether it can be asked.</param>
public sealed record ExpertEntry(IExpert Expert, ExpertHealth Health = ExpertHealth.Ready)
{
    /// <summary>Name and version.</summary>
    public ExpertId Id => Expert.Manifest.Id;
}
