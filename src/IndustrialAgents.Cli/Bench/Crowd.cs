using System.Diagnostics;
using IndustrialAgents.Onnx.Batching;

namespace IndustrialAgents.Cli.Bench;

/// <summary>Callers who all want one row at a time from one model at once.</summary>
internal sealed class Crowd(BatchedModel model, int callers, int inputWidth, int outputWidth) : IDisposable
{
    private readonly Caller[] _callers = [.. Enumerable.Range(0, callers).Select(_ => new Caller(model, inputWidth, outputWidth))];
    private CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    /// <summary>Rows a second of all together, and managed bytes allocated for each.</summary>
    public async Task<(double Rows, double Allocated)> RowsPerSecondAsync(TimeSpan duration)
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        var since = Stopwatch.GetTimestamp();
        var tasks = _callers.Select(c => Task.Run(() => c.CallAsync(_stop.Token))).ToArray();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await Task.Delay(duration).ConfigureAwait(false);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        await _stop.CancelAsync().ConfigureAwait(false);
        double requests = (await Task.WhenAll(tasks).ConfigureAwait(false)).Sum();
        return (requests / Stopwatch.GetElapsedTime(since).TotalSeconds, allocated / requests);
    }
}
