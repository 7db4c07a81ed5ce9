using IndustrialAgents.Assets;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace IndustrialAgents.Orleans.Assets;

/// <inheritdoc/>
/// <remarks>
/// Reentrant on purpose: the status can be read, and the router be asked, while rows are being stored. Whatever changes the asset goes through one
/// queue of the grain's own, in the order it came, so rows are never judged out of order; that queue is bounded, as Orleans' own is not.
/// </remarks>
[Reentrant]
internal sealed partial class AssetGrain(
    [PersistentState("asset", ClusterStorage.Grains)] IPersistentState<AssetState> state,
    AssetServices services,
    ILogger<AssetGrain> logger) : Grain, IAssetGrain
{
    private AssetPath _asset;
    private SharedSettings.Entry? _settings;
    private AssetAgent? _agent;
    private IncidentLog _incidents = null!;
    private Task _last = Task.CompletedTask;
    private long? _lastRow;
    private long _rows;
    private int _pending;
    private bool _asking;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _asset = AssetPath.Parse(this.GetPrimaryKeyString());
        _incidents = new IncidentLog(_asset, state.State, services.Options.MaxIncidents);
        if (state.State.Settings is { } json)
        {
            _settings = services.Settings.Read(json);

            // The shared string instead of this asset's own copy.
            state.State.Settings = _settings.Json;
        }

        return Task.CompletedTask;
    }

    public async ValueTask ConfigureAsync(AssetSettings settings)
    {
        var shared = services.Settings.Share(settings);
        await InOrderAsync(async () =>
        {
            if (_settings?.Json == shared.Json)
            {
                return true;
            }

            var agent = new AssetAgent(_asset, shared.Settings.Channels, shared.Settings.SamplePeriod, await services.Detectors.CreateAsync(shared.Settings), shared.Agent);
            var tail = await services.Rows.ReadTailAsync(_asset, 1, CancellationToken.None);
            var stored = state.State;
            (stored.Settings, stored.RowsBefore, stored.After, stored.JudgedUntil) =
                (shared.Json, tail.Total, tail.LastTime ?? long.MinValue, tail.LastTime ?? long.MinValue);
            CloseOpen(tail.LastTime);
            try
            {
                await state.WriteStateAsync();
            }
            catch
            {
                // What could not be stored never was: the next activation reads what is stored.
                DeactivateOnIdle();
                throw;
            }

            (_settings, _agent, _lastRow, _rows) = (shared, agent, tail.LastTime, 0);
            return true;
        });
    }

    public ValueTask<RowsReceipt> PushAsync(SensorRows rows)
    {
        if (_settings is null)
        {
            throw new InvalidRequestException("asset", $"{_asset} is not configured; say what its rows are before the first of them");
        }

        var batch = RowBatch.FromBytes(rows.Times, rows.Values.Span, _settings.Settings.Channels.Count);
        CheckClock(batch);
        return InOrderAsync(() => PushAsync(batch));
    }

    public async ValueTask<AssetStatus> GetStatusAsync()
    {
        await ReadyAsync();
        return new AssetStatus
        {
            Settings = _settings?.Settings,
            Rows = _rows,
            LastRow = _agent?.LastRow,
            Score = _agent?.Score ?? double.NaN,
            Open = _incidents.Open is { } open ? _incidents.Read(open) with { Peak = _agent?.Open?.Peak ?? open.Peak } : null,
        };
    }

    public async ValueTask<Series?> GetWindowAsync()
    {
        await ReadyAsync();
        return _agent is { LastRow: not null } agent ? agent.Window() : null;
    }

    public ValueTask<IReadOnlyList<AssetIncident>> GetIncidentsAsync() => ValueTask.FromResult(_incidents.All);

    private async ValueTask<RowsReceipt> PushAsync(RowBatch batch)
    {
        var agent = await AgentAsync();
        if (batch.Channels != _settings!.Settings.Channels.Count)
        {
            throw new InvalidRequestException("rows.values", $"rows of {batch.Channels} channels; {_asset} was configured anew and has {_settings.Settings.Channels.Count}");
        }

        var rows = _lastRow is { } last ? batch.After(last) : batch;
        if (rows.Count > 0)
        {
            await services.Rows.AppendAsync(_asset, rows, CancellationToken.None);
            _lastRow = rows.Times.Span[^1];
            _rows += rows.Count;
            services.Metrics.RowsStored(rows.Count);
            if (agent.Push(rows) is { Count: > 0 } changes)
            {
                await TakeAsync(changes);
            }
        }

        return new RowsReceipt(rows.Count, batch.Count - rows.Count, agent.Open is not null);
    }

    // One row from a clock that runs ahead would make all that come after it count as repeated.
    private void CheckClock(RowBatch batch)
    {
        var now = services.Time.GetUtcNow();
        var limit = services.Options.MaxRowsAhead;
        if (batch.Count > 0 && batch.Times.Span[^1] - now.UtcTicks > limit.Ticks)
        {
            throw new InvalidRequestException(
                "rows.times",
                $"the last row is dated {new DateTimeOffset(batch.Times.Span[^1], TimeSpan.Zero):O}, more than {limit} after this silo's clock, {now:O}; check the sender's clock and time zone");
        }
    }

    // Waits for the agent only where there is something to wait for.
    private async ValueTask ReadyAsync()
    {
        if (_agent is null && _settings is not null)
        {
            await InOrderAsync(async () => await AgentAsync());
        }
    }

    // Made of the stored rows when it is first needed, so that an asset whose detector cannot be fetched can still be configured anew.
    private async ValueTask<AssetAgent> AgentAsync()
    {
        if (_agent is { } present)
        {
            return present;
        }

        var (settings, options) = (_settings!.Settings, _settings.Agent);
        var agent = new AssetAgent(_asset, settings.Channels, settings.SamplePeriod, await services.Detectors.CreateAsync(settings), options);
        var tail = await services.Rows.ReadTailAsync(_asset, _settings.TailRows, CancellationToken.None);
        var rows = tail.Rows is { } stored && stored.Channels == settings.Channels.Count ? stored.After(state.State.After) : null;
        var changes = agent.Replay(rows is { Count: > 0 } ? rows : null, _incidents.Agent);
        (_agent, _lastRow, _rows) = (agent, tail.LastTime, Math.Max(0, tail.Total - state.State.RowsBefore));
        if (changes.Count > 0)
        {
            await TakeAsync(changes);
        }

        AskIfOpen();
        return agent;
    }

    private async ValueTask TakeAsync(IReadOnlyList<IncidentChange> changes)
    {
        var changed = _incidents.Take(changes, _lastRow ?? long.MinValue);
        await StoreAsync();
        foreach (var incident in changed)
        {
            Publish(incident);
            if (incident.Cleared is null)
            {
                LogRaised(_asset, incident.Raised);
            }
            else
            {
                LogCleared(_asset, incident.Raised);
            }
        }

        AskIfOpen();
    }

    // The rows are stored, and the incidents follow from them: rows are not refused because incidents cannot be stored.
    private async ValueTask StoreAsync()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception e)
        {
            LogNotStored(_asset, e);
        }
    }

    private void CloseOpen(long? lastRow)
    {
        if (_incidents.Open is { } open)
        {
            open.Cleared = lastRow is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : open.Raised;
            Publish(open);
        }
    }

    private void Publish(StoredIncident incident) =>
        services.Events.Publish(ClusterStreams.Incidents, _asset.Segments[0], _incidents.Read(incident));

    private async ValueTask<T> InOrderAsync<T>(Func<ValueTask<T>> change)
    {
        if (_pending >= services.Options.MaxPendingBatches)
        {
            throw new OverloadedException($"rows of {_asset}", services.Options.MaxPendingBatches);
        }

        _pending++;
        var before = _last;
        var done = new TaskCompletionSource();
        _last = done.Task;
        try
        {
            await before;
            return await change();
        }
        finally
        {
            _pending--;
            done.SetResult();
        }
    }
}
