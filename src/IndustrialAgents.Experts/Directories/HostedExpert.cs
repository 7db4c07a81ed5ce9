using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

/// <summary>
/// An expert in a directory: counts its requests in flight, so that it is disposed only after the last, and its failures in a row, so that it is
/// rested. A request that comes after it was replaced goes to its successor. Thread-safe.
/// </summary>
internal sealed class HostedExpert(IExpert inner, int failuresBeforePause, Action<HostedExpert> healthChanged) : IModelExpert, IDocumentExpert, IStreamingExpert
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HostedModel? _model;
    private HostedDocuments? _documents;
    private HostedExpert? _successor;
    private int _inFlight;
    private int _failures;
    private bool _retired;
    private volatile bool _failing;

    /// <inheritdoc/>
    public Manifest Manifest => inner.Manifest;

    /// <summary>The model, with the same counting; null for an expert that is code only.</summary>
    public IModelRunner? Model => inner is IModelExpert { Model: { } model } ? LazyInitializer.EnsureInitialized(ref _model, () => new HostedModel(this, model)) : null;

    /// <summary>The documents, with the same counting of calls in flight; null for an expert that keeps none.</summary>
    public IDocumentCollection? Documents =>
        inner is IDocumentExpert { Documents: { } documents } ? LazyInitializer.EnsureInitialized(ref _documents, () => new HostedDocuments(this, documents)) : null;

    /// <inheritdoc/>
    public bool Streams => inner is IStreamingExpert { Streams: true };

    /// <summary>Whether it failed so often in a row that it is rested.</summary>
    public bool IsFailing => _failing;

    /// <summary>Failures since its last success.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Ends once it is retired and its last request has.</summary>
    public Task Drained => _drained.Task;

    /// <inheritdoc/>
    public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        if (!TryEnter(out var successor))
        {
            return successor is null
                ? throw Gone()
                : await successor.AskAsync(request, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var reply = await inner.AskAsync(request, cancellationToken).ConfigureAwait(false);
            Succeeded();
            return reply;
        }
        catch (Exception e) when (CountsAsFailure(e))
        {
            Failed();
            throw;
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (inner is not IStreamingExpert streaming)
        {
            var reply = await AskAsync(request, cancellationToken).ConfigureAwait(false);
            if (reply.Output is GeneratedText { Text.Length: > 0 } text)
            {
                yield return new ExpertUpdate(text.Text);
            }

            yield return new ExpertUpdate("", reply);
            yield break;
        }

        if (!TryEnter(out var successor))
        {
            await foreach (var update in (successor ?? throw Gone()).StreamAsync(request, cancellationToken).ConfigureAwait(false))
            {
                yield return update;
            }

            yield break;
        }

        try
        {
            await using var updates = streaming.StreamAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveAsync(updates).ConfigureAwait(false))
            {
                yield return updates.Current;
            }
        }
        finally
        {
            Leave();
        }

        async ValueTask<bool> MoveAsync(IAsyncEnumerator<ExpertUpdate> updates)
        {
            try
            {
                var more = await updates.MoveNextAsync().ConfigureAwait(false);
                if (!more)
                {
                    Succeeded();
                }

                return more;
            }
            catch (Exception e) when (CountsAsFailure(e))
            {
                Failed();
                throw;
            }
        }
    }

    /// <summary>Lets it begin its work beside requests, where it has any.</summary>
    public void Start(ILogger logger) => (inner as IResidentExpert)?.Start(logger);

    /// <summary>Takes it out of service; it is disposed after its last request.</summary>
    /// <param name="successor">Who answers instead; null where nobody does.</param>
    public void Retire(HostedExpert? successor)
    {
        lock (_gate)
        {
            _successor = successor;
            _retired = true;
            if (_inFlight > 0 || _drained.Task.IsCompleted)
            {
                return;
            }
        }

        End();
    }

    /// <summary>Gives a failing expert another try: one more failure and it is failing again.</summary>
    public void TryAgain()
    {
        lock (_gate)
        {
            if (!_failing)
            {
                return;
            }

            _failing = false;
            _failures = failuresBeforePause - 1;
        }

        healthChanged(this);
    }

    internal bool TryEnter(out HostedExpert? successor)
    {
        lock (_gate)
        {
            successor = _successor;
            if (_retired && _inFlight == 0)
            {
                return false;
            }

            _inFlight++;
            return true;
        }
    }

    internal void Leave()
    {
        lock (_gate)
        {
            if (--_inFlight > 0 || !_retired)
            {
                return;
            }
        }

        End();
    }

    internal void Succeeded()
    {
        if (Volatile.Read(ref _failures) == 0)
        {
            return;
        }

        bool changed;
        lock (_gate)
        {
            (changed, _failing, _failures) = (_failing, false, 0);
        }

        if (changed)
        {
            healthChanged(this);
        }
    }

    internal void Failed()
    {
        lock (_gate)
        {
            if (++_failures < failuresBeforePause || _failing)
            {
                return;
            }

            _failing = true;
        }

        healthChanged(this);
    }

    /// <summary>Whether an exception is the expert's fault, and not the request's, the load's or the caller's.</summary>
    internal static bool CountsAsFailure(Exception e) => e is ExpertFailedException or not (IndustrialAgentsException or OperationCanceledException);

    internal ExpertFailedException Gone() => new(Manifest.Id, "was removed while the request was on its way; send it again");

    private void End()
    {
        if (inner is IAsyncDisposable slow)
        {
            // Not waited for here: whoever ended its last request may hold locks that its work needs.
            _ = EndAsync(slow);
            return;
        }

        try
        {
            (inner as IDisposable)?.Dispose();
        }
        finally
        {
            _drained.TrySetResult();
        }
    }

    private async Task EndAsync(IAsyncDisposable slow)
    {
        try
        {
            await slow.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _drained.TrySetResult();
        }
    }
}
