using System.Text.Json.Serialization;

namespace IndustrialAgents;

/// <summary>A window of sensor values.</summary>
/// <param name="Series">The window.</param>
public sealed record SeriesInput(Series Series) : RequestInput
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override Modality Modality => Modality.TimeSeries;
}
