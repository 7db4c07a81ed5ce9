using System.Net.Http.Headers;
using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Posts requests to an OpenAI-compatible endpoint: a limit on each attempt, attempts again with growing waits or the wait that the endpoint asks for,
/// no more attempts a minute than allowed, and a circuit breaker, so that a dead endpoint costs a request nothing. Thread-safe.
/// </summary>
internal sealed class ChatEndpoint : IDisposable
{
    private const int MaxExcerpt = 300;
    private const int Segments = 60;

    private readonly ChatOptions _options;
    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly TimeProvider _time;
    private readonly SlidingWindowRateLimiter? _limiter;
    private readonly ResiliencePipeline _pipeline;

    public ChatEndpoint(ChatOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _address = new Uri(options.BaseUrl.TrimEnd('/') + "/chat/completions");

        // Redirects are not followed: they would carry the key elsewhere.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
        _limiter = options.RequestsPerMinute is not { } most ? null : new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
        {
            PermitLimit = most,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = Segments,
            QueueLimit = options.MaxQueue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _pipeline = Build();
    }

    /// <summary>Posts a body and returns the reply's.</summary>
    /// <exception cref="ChatFailure">The endpoint refused.</exception>
    /// <exception cref="BrokenCircuitException">The endpoint is left alone for a while.</exception>
    /// <exception cref="RateLimiterRejectedException">Too many requests wait for their turn.</exception>
    /// <exception cref="TimeoutRejectedException">It did not answer in time.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached, or the connection was cut.</exception>
    /// <exception cref="InvalidDataException">The reply is too large.</exception>
    public ValueTask<byte[]> PostAsync(byte[] body, string? key, DateTimeOffset? deadline, CancellationToken cancellationToken) => RunAsync(
        async attempt =>
        {
            using var reply = await SendAsync(body, key, attempt).ConfigureAwait(false);
            return await ReadAsync(reply, attempt).ConfigureAwait(false);
        },
        deadline,
        cancellationToken);

    /// <summary>Posts a body that asks for a stream, and returns it once its first event has come. Errors are those of <see cref="PostAsync"/>.</summary>
    /// <param name="body">The body.</param>
    /// <param name="key">The key; null for none.</param>
    /// <param name="deadline">No attempt is begun after it.</param>
    /// <param name="cancellationToken">Ends the attempts, and the stream as long as it is read.</param>
    public ValueTask<ChatStream> OpenAsync(byte[] body, string? key, DateTimeOffset? deadline, CancellationToken cancellationToken) => RunAsync(
        async attempt =>
        {
            var reply = await SendAsync(body, key, attempt).ConfigureAwait(false);
            var stream = new ChatStream(reply, _options, _time, cancellationToken);
            try
            {
                await stream.OpenAsync(attempt).ConfigureAwait(false);
                return stream;
            }
            catch
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        },
        deadline,
        cancellationToken);

    public void Dispose()
    {
        _client.Dispose();
        _limiter?.Dispose();
    }

    private static ResiliencePropertyKey<DateTimeOffset?> Deadline { get; } = new("deadline");

    private static bool IsBroken(Exception? e) => e is ChatFailure { IsBroken: true } or HttpRequestException or TimeoutRejectedException or IOException;

    private async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> attempt, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Deadline, deadline);
        try
        {
            return await _pipeline.ExecuteAsync(static (context, attempt) => attempt(context.CancellationToken), context, attempt).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline Build()
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = _time };
        if (_options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(MayTryAgain(arguments.Outcome.Exception, arguments.Context)),
                MaxRetryAttempts = _options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(_options.RetryDelaySeconds),
                MaxDelay = TimeSpan.FromSeconds(_options.MaxRetryDelaySeconds),
                DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as ChatFailure)?.RetryAfter),
            });
        }

        builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(IsBroken(arguments.Outcome.Exception)),
            FailureRatio = 0.5,
            MinimumThroughput = _options.BreakAfter,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(_options.BreakSeconds),
        });

        // Within the breaker, so that a dead endpoint uses up no turn; around the limit on an attempt, which waiting does not count to.
        if (_limiter is not null)
        {
            builder.AddRateLimiter(_limiter);
        }

        return builder.AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(_options.TimeoutSeconds) }).Build();
    }

    // A wait that ends after the deadline, or is longer than allowed, is not begun.
    private bool MayTryAgain(Exception? e, ResilienceContext context)
    {
        if (e is not ChatFailure { IsPassing: true } && !IsBroken(e))
        {
            return false;
        }

        var wait = (e as ChatFailure)?.RetryAfter ?? TimeSpan.Zero;
        return wait <= TimeSpan.FromSeconds(_options.MaxRetryDelaySeconds)
            && !(context.Properties.TryGetValue(Deadline, out var deadline) && deadline is { } end && _time.GetUtcNow() + wait >= end);
    }

    // The reply of a success, its body not read yet.
    private async ValueTask<HttpResponseMessage> SendAsync(byte[] body, string? key, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        if (key is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        var reply = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (reply.IsSuccessStatusCode)
        {
            return reply;
        }

        using (reply)
        {
            var said = await ReadAsync(reply, cancellationToken).ConfigureAwait(false);
            throw new ChatFailure(reply.StatusCode, Excerpt(said, key), RetryAfter(reply));
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        var stream = await reply.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        using var read = new MemoryStream();
        await new BoundedStream(stream, _options.MaxResponseBytes).CopyToAsync(read, cancellationToken).ConfigureAwait(false);
        return read.ToArray();
    }

    private TimeSpan? RetryAfter(HttpResponseMessage reply) => reply.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date > _time.GetUtcNow() ? date - _time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private static string Excerpt(byte[] bytes, string? key)
    {
        var text = System.Text.Encoding.UTF8.GetString(bytes).ReplaceLineEndings(" ").Trim();
        text = key is { Length: > 0 } ? text.Replace(key, "***", StringComparison.Ordinal) : text;
        return text.Length > MaxExcerpt ? text[..MaxExcerpt] + "…" : text;
    }
}
