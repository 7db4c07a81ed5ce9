using System.Net.Http.Headers;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Posts requests to an OpenAI-compatible endpoint: a limit on each attempt, attempts again with growing waits or the wait that the endpoint asks for,
/// and a circuit breaker, so that a dead endpoint costs a request nothing. Thread-safe.
/// </summary>
internal sealed class ChatEndpoint : IDisposable
{
    private const int MaxExcerpt = 300;

    private readonly ChatOptions _options;
    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<byte[]> _pipeline;

    public ChatEndpoint(ChatOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _address = new Uri(options.BaseUrl.TrimEnd('/') + "/chat/completions");

        // Redirects are not followed: they would carry the key elsewhere.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
        _pipeline = Build();
    }

    /// <summary>Posts a body and returns the reply's.</summary>
    /// <exception cref="ChatFailure">The endpoint refused.</exception>
    /// <exception cref="BrokenCircuitException">The endpoint is left alone for a while.</exception>
    /// <exception cref="TimeoutRejectedException">It did not answer in time.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached, or the connection was cut.</exception>
    /// <exception cref="InvalidDataException">The reply is too large.</exception>
    public ValueTask<byte[]> PostAsync(byte[] body, string? key, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Deadline, deadline);
        return RunAsync(context, body, key);
    }

    public void Dispose() => _client.Dispose();

    private static ResiliencePropertyKey<DateTimeOffset?> Deadline { get; } = new("deadline");

    private static bool IsBroken(Exception? e) => e is ChatFailure { IsBroken: true } or HttpRequestException or TimeoutRejectedException or IOException;

    private async ValueTask<byte[]> RunAsync(ResilienceContext context, byte[] body, string? key)
    {
        try
        {
            return await _pipeline.ExecuteAsync(attempt => PostOnceAsync(body, key, attempt.CancellationToken), context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<byte[]> Build()
    {
        var builder = new ResiliencePipelineBuilder<byte[]> { TimeProvider = _time };
        if (_options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<byte[]>
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

        return builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<byte[]>
            {
                ShouldHandle = arguments => ValueTask.FromResult(IsBroken(arguments.Outcome.Exception)),
                FailureRatio = 0.5,
                MinimumThroughput = _options.BreakAfter,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(_options.BreakSeconds),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(_options.TimeoutSeconds) })
            .Build();
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

    private async ValueTask<byte[]> PostOnceAsync(byte[] body, string? key, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        if (key is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var reply = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var bytes = await ReadAsync(reply, cancellationToken).ConfigureAwait(false);
        return reply.IsSuccessStatusCode ? bytes : throw new ChatFailure(reply.StatusCode, Excerpt(bytes, key), RetryAfter(reply));
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        var stream = await reply.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        using var read = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            var count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return read.ToArray();
            }

            if (read.Length + count > _options.MaxResponseBytes)
            {
                throw new InvalidDataException($"its reply has more than {_options.MaxResponseBytes} bytes; raise maxResponseBytes if that is right");
            }

            read.Write(buffer, 0, count);
        }
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
