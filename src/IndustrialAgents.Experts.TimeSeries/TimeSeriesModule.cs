namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What series bring to a node beyond the steps that all modalities share.</summary>
public sealed class TimeSeriesModule : IExpertModule
{
    /// <inheritdoc/>
    public void Register(ExpertCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        catalog.AddOutputStep("channelScores", context => new ChannelScoresStep(context));
        catalog.AddExpert(OnlineDetector.Code, (context, _) => new OnlineDetectorExpert(context));
    }
}
