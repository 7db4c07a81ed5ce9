namespace IndustrialAgents.Orleans.Assets;

// What an asset asks the router.
internal sealed partial class AssetGrain
{
    private static readonly TimeSpan AskingTime = TimeSpan.FromMinutes(2);

    /// <summary>Asks what is behind the open incident, where that is not known: one question at a time, beside the rows that come meanwhile.</summary>
    private void AskIfOpen()
    {
        if (!_asking && _settings!.Settings.AskAtAlarm is { } task && _incidents.Open is { Answer: null, Error: null } incident && _agent is { LastRow: not null } agent)
        {
            _asking = true;
            DelayDeactivation(AskingTime);
            _ = AskAsync(incident, new Request { Task = task, Asset = _asset, Inputs = [new SeriesInput(agent.Window())] });
        }
    }

    private async Task AskAsync(StoredIncident incident, Request request)
    {
        try
        {
            // Off the grain's thread: an expert on this silo may work for long before it first waits.
            IncidentLog.Note(incident, await Task.Run(() => services.Router.AskAsync(request, CancellationToken.None).AsTask()));
        }
        catch (Exception e)
        {
            LogNotAsked(_asset, e.Message);
            incident.Error = e is IndustrialAgentsException ? e.Message : "the router failed; its log says why";
        }

        _asking = false;
        await StoreAsync();
        Publish(incident);

        // Another one may have opened meanwhile.
        AskIfOpen();
    }
}
