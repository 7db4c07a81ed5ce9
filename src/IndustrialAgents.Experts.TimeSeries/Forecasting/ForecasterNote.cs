namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What a forecaster's model says of itself, as JSON among its metadata, beside the numbers.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Channels">The channels.</param>
/// <param name="Levels">Levels of the quantiles.</param>
/// <param name="Calendar">Cycles of the calendar features in seconds.</param>
/// <param name="HeldOutLoss">Mean squared error on the samples held out, in squared deviations.</param>
internal sealed record ForecasterNote(
    string Method, IReadOnlyList<SeriesChannel> Channels, IReadOnlyList<double> Levels, IReadOnlyList<double> Calendar, double HeldOutLoss)
{
    public const string Key = "industrialagents.forecaster";
}
