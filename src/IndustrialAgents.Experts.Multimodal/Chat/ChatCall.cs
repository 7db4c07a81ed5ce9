using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>One request to an endpoint: ends at the request's deadline, and says what went wrong as experts do. Used by one caller.</summary>
internal sealed class ChatCall : IDisposable
{
    private readonly ExpertId _expert;
    private readonly ChatOptions _options;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _linked;

    /// <summary>Begins.</summary>
    /// <exception cref="DeadlineExceededException">The deadline has passed.</exception>
    public ChatCall(ExpertId expert, ChatOptions options, DateTimeOffset? deadline, TimeProvider time, CancellationToken caller)
    {
        (_expert, _options, _caller) = (expert, options, caller);
        var left = deadline - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            throw new DeadlineExceededException($"{expert}: the deadline had passed before the endpoint was asked");
        }

        _end = new CancellationTokenSource(left ?? Timeout.InfiniteTimeSpan, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(caller, _end.Token);
    }

    /// <summary>Cancelled by the caller and at the deadline.</summary>
    public CancellationToken Token => _linked.Token;

    /// <summary>Does a part of it.</summary>
    /// <exception cref="DeadlineExceededException">The deadline passed.</exception>
    /// <exception cref="UnavailableException">The endpoint is not there, not well or busy.</exception>
    /// <exception cref="OverloadedException">Too many requests wait for the endpoint.</exception>
    /// <exception cref="ExpertFailedException">It refused, or replied with nonsense.</exception>
    public async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> part)
    {
        try
        {
            return await part(Token).ConfigureAwait(false);
        }
        catch (Exception e) when (Known(e) is { } known)
        {
            throw known;
        }
    }

    public void Dispose()
    {
        _linked.Dispose();
        _end.Dispose();
    }

    private Exception? Known(Exception e) => e switch
    {
        OperationCanceledException when _end.IsCancellationRequested && !_caller.IsCancellationRequested =>
            new DeadlineExceededException($"{_expert}: the endpoint had not answered by the deadline"),
        BrokenCircuitException => new UnavailableException(
            $"{_expert}: the endpoint {_options.BaseUrl} has failed several times and is left alone for {_options.BreakSeconds} s; see that it runs", e),
        RateLimiterRejectedException => new OverloadedException($"{_expert} (requests that wait because of requestsPerMinute, {_options.RequestsPerMinute})", _options.MaxQueue),
        TimeoutRejectedException => new UnavailableException(
            $"{_expert}: the endpoint {_options.BaseUrl} did not answer within {_options.TimeoutSeconds} s; see that it runs, or raise timeoutSeconds", e),
        ChatFailure { IsPassing: true } failure => new UnavailableException(
            $"{_expert}: the endpoint {_options.BaseUrl} is busy or not well: {e.Message}{(failure.RetryAfter is { } wait ? $"; it asks to be left alone for {wait.TotalSeconds:0} s" : "")}", e),
        ChatFailure { Status: System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.Forbidden } => new ExpertFailedException(
            _expert, $"the endpoint {_options.BaseUrl} refused: {e.Message}; check the key in the environment variable {_options.ApiKeyVariable ?? "that apiKeyVariable names"}", e),
        ChatFailure => new ExpertFailedException(_expert, $"the endpoint {_options.BaseUrl} refused: {e.Message}", e),
        InvalidDataException => new ExpertFailedException(_expert, $"the endpoint {_options.BaseUrl}: {e.Message}", e),
        HttpRequestException or IOException => new UnavailableException($"{_expert}: the endpoint {_options.BaseUrl} cannot be reached, or cut the connection: {e.Message}", e),
        _ => null,
    };
}
