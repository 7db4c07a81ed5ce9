namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What a classifier's model keeps beside its numbers, so that its native form is found again.</summary>
internal sealed record ClassifierNote(
    IReadOnlyList<SeriesChannel> Channels, int Length, IReadOnlyList<string> Labels, SpectrumOptions? Spectrum, MiniRocketOptions? MiniRocket, double HeldOutAccuracy)
{
    public const string Key = "industrialagents.series-classifier";
}
