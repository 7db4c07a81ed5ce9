using System.Globalization;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;

namespace IndustrialAgents.Experts;

/// <summary>
/// Sends requests to a hub: follows its redirects to where files are stored, without telling the token to other hosts, and sends again what may
/// succeed later. Thread-safe.
/// </summary>
internal sealed class HubConnection : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly ModelHubOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline _pipeline;

    public HubConnection(ModelHubOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = options.StallTime }) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("IndustrialAgents/0.1");
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                ShouldHandle = new PredicateBuilder().Handle<TransientHubException>(),
                DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as TransientHubException)?.RetryAfter is { } wait
                    ? wait < options.MaxRetryDelay ? wait : options.MaxRetryDelay
                    : (TimeSpan?)null),
            });
        }

        _pipeline = builder.Build();
    }

    /// <summary>The clock of stalled transfers.</summary>
    public StallTimer StartStallTimer(CancellationToken cancellationToken) => new(_options.StallTime, _time, cancellationToken);

    /// <summary>Does work again as long as it fails in a way that may pass.</summary>
    /// <param name="what">What is asked for, for errors.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ModelHubUnreachableException">It failed that way every time.</exception>
    public async Task<T> RepeatAsync<T>(string what, Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (TransientHubException e)
        {
            throw new ModelHubUnreachableException(
                $"{what} cannot be had from {_options.Endpoint}: {e.Message} (tried {_options.Retries + 1} times). Check the network or name a mirror with "
                + "HF_ENDPOINT; what arrived so far stays, and the next try goes on from there",
                e);
        }
    }

    /// <summary>Sends one GET, with all redirects; the body is not read yet.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="from">First byte wanted; 0 for the whole.</param>
    /// <param name="what">What is asked for, for errors.</param>
    /// <param name="stall">Ends what stalls.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    /// <returns>A successful answer, owned by the caller.</returns>
    /// <exception cref="TransientHubException">It may succeed later.</exception>
    /// <exception cref="ModelHubException">It will not.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, long from, string what, StallTimer stall, CancellationToken cancellationToken)
    {
        for (var hop = 0; ; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
            }

            if (_options.Token is { } token && IsOwn(address))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            var response = await SendAsync(request, stall, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is 200 or 206)
            {
                return response;
            }

            using (response)
            {
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is null)
                {
                    throw HubRefusal.Of(response, what, _options, _time.GetUtcNow());
                }

                address = Follow(address, response.Headers.Location, hop, what);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private bool IsOwn(Uri address) =>
        address.Scheme == _options.Endpoint.Scheme && address.Port == _options.Endpoint.Port
        && address.Host.Equals(_options.Endpoint.Host, StringComparison.OrdinalIgnoreCase);

    private static Uri Follow(Uri from, Uri location, int hop, string what)
    {
        var to = new Uri(from, location);
        return hop >= MaxRedirects ? throw new ModelHubException(string.Create(CultureInfo.InvariantCulture, $"{what} is redirected more than {MaxRedirects} times; check the endpoint"))
            : to.Scheme != "https" && (to.Scheme != "http" || from.Scheme == "https")
                ? throw new ModelHubException($"{what} is redirected from {from.Scheme} to {to.Scheme}://{to.Host}, which is not followed; check the endpoint")
            : to;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, StallTimer stall, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new TransientHubException(e.HttpRequestError == HttpRequestError.NameResolutionError ? $"its name cannot be resolved: {e.Message}" : e.Message, null, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientHubException($"{request.RequestUri!.Host} did not answer for {_options.StallTime.TotalSeconds:0.#} s", null, e);
        }
    }
}
