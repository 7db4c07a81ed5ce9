namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What a model of remaining life keeps beside its numbers, so that its native form is found again.</summary>
internal sealed record LifeNote(
    IReadOnlyList<SeriesChannel> Channels, int Window, int Least, bool FromNew, double Cap, string Unit, IReadOnlyList<double> Levels, double HeldOutError)
{
    public const string Key = "industrialagents.remaining-life";
}
