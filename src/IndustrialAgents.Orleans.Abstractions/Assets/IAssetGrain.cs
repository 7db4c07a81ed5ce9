namespace IndustrialAgents.Orleans;

/// <summary>
/// Watches one asset; the key is its ISA-95 path. Keeps the window of its last rows and a baseline, and asks the router what is behind an
/// alarm. Rows come in batches by calls, since streams are polled: a call is answered when its rows are stored.
/// </summary>
[Alias("ia.asset")]
public interface IAssetGrain : IGrainWithStringKey
{
    /// <summary>Says what its rows are and how it is watched; needed once before the first rows. Stored; a change starts a new window.</summary>
    /// <exception cref="InvalidRequestException">A field is wrong.</exception>
    [Alias("configure")]
    ValueTask ConfigureAsync(AssetSettings settings);

    /// <summary>
    /// Takes the next rows, oldest first. Returns once they are stored. Rows not newer than the last one are left out, so a batch whose reply was
    /// lost may be sent again; and so the next batch is sent when the reply to the last one is there, since calls on their way may overtake one
    /// another.
    /// </summary>
    /// <exception cref="InvalidRequestException">The rows do not fit the settings, or the asset was not configured.</exception>
    /// <exception cref="OverloadedException">Too many batches wait.</exception>
    /// <exception cref="IOException">They could not be stored; send them again.</exception>
    [Alias("push")]
    ValueTask<RowsReceipt> PushAsync(SensorRows rows);

    /// <summary>How the asset is.</summary>
    [Alias("status")]
    ValueTask<AssetStatus> GetStatusAsync();

    /// <summary>The window of its last rows; null while there are none.</summary>
    [Alias("window")]
    ValueTask<Series?> GetWindowAsync();

    /// <summary>Its last incidents, newest first.</summary>
    [Alias("incidents")]
    ValueTask<IReadOnlyList<AssetIncident>> GetIncidentsAsync();
}
