namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Lets an encoder of passages make a pass at once and then every few seconds, until it is disposed.</summary>
internal sealed class EncodingLoop : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public EncodingLoop(PassageEncoder passages, TimeProvider time) => _loop = Task.Run(async () =>
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                await passages.RunAsync(_stopping.Token).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    });

    /// <summary>Stops; the embeddings under way are given up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
    }
}
