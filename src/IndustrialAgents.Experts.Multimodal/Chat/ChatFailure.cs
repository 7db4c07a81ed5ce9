using System.Net;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>The endpoint's reply is no success.</summary>
/// <param name="status">Its status.</param>
/// <param name="message">What it said about it, short and without the key.</param>
/// <param name="retryAfter">How long it wants to be left alone; null where it does not say.</param>
internal sealed class ChatFailure(HttpStatusCode status, string message, TimeSpan? retryAfter) : Exception($"it replied {(int)status}{(message.Length > 0 ? $": {message}" : "")}")
{
    public HttpStatusCode Status => status;

    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>Whether another attempt may succeed.</summary>
    public bool IsPassing => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    /// <summary>Whether it tells that the endpoint is not well, rather than busy.</summary>
    public bool IsBroken => status is HttpStatusCode.RequestTimeout || (int)status >= 500;
}
