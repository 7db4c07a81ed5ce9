namespace IndustrialAgents.Experts.Multimodal;

/// <summary>Options of the expert <c>chat</c>.</summary>
public sealed record ChatOptions
{
    /// <summary>The endpoint up to and without <c>/chat/completions</c>, such as <c>https://llm.plant.example/v1</c>.</summary>
    public string BaseUrl { get; init; } = "";

    /// <summary>Name of the model there.</summary>
    public string Model { get; init; } = "";

    /// <summary>Environment variable that holds the API key; null for an endpoint that wants none. The key itself never stands in a manifest.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>Whether a key may be sent without TLS to another machine.</summary>
    public bool AllowInsecureKey { get; init; }

    /// <summary>What the model is told before the request; null for a sentence about the task.</summary>
    public string? Instruction { get; init; }

    /// <summary>Sampling temperature, 0 to 2.</summary>
    public double Temperature { get; init; }

    /// <summary>The most tokens to write, where the request does not say.</summary>
    public int MaxTokens { get; init; } = 512;

    /// <summary>Price of a million tokens read, in the unit of the manifests.</summary>
    public double InputPrice { get; init; }

    /// <summary>Price of a million tokens written, in the unit of the manifests.</summary>
    public double OutputPrice { get; init; }

    /// <summary>Longest wait for one attempt, in seconds. Of a stream: for its first piece of text, and for each next one.</summary>
    public double TimeoutSeconds { get; init; } = 30;

    /// <summary>Attempts after the first where the endpoint is busy, fails or does not answer.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Wait before the second attempt in seconds, doubled before each further one, where the endpoint does not say.</summary>
    public double RetryDelaySeconds { get; init; } = 0.5;

    /// <summary>Longest wait between attempts in seconds; an endpoint that asks for more is not asked again by this request.</summary>
    public double MaxRetryDelaySeconds { get; init; } = 10;

    /// <summary>Attempts in a row of half a minute, at least 2, of which half must fail for the endpoint to be left alone.</summary>
    public int BreakAfter { get; init; } = 4;

    /// <summary>How long the endpoint is left alone then, in seconds, at least 0.5.</summary>
    public double BreakSeconds { get; init; } = 15;

    /// <summary>The most attempts that are begun in any minute, as the endpoint allows; others wait for their turn. Null for no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The most requests that wait for their turn; more are refused at once.</summary>
    public int MaxQueue { get; init; } = 256;

    /// <summary>The largest reply that is read, in bytes. Of a stream: the largest event, and the longest text in characters.</summary>
    public int MaxResponseBytes { get; init; } = 1 << 20;

    /// <summary>What is wrong with the options; null where nothing is.</summary>
    internal (string Option, string Message)? Problem()
    {
        if (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            return ("baseUrl", $"'{BaseUrl}' is no http or https address without user and password, such as https://llm.plant.example/v1");
        }

        if (ApiKeyVariable is not null && url.Scheme == "http" && !url.IsLoopback && !AllowInsecureKey)
        {
            return ("baseUrl", $"'{BaseUrl}' would carry the API key in the open; use https, or set allowInsecureKey where the network is trusted");
        }

        return string.IsNullOrWhiteSpace(Model) ? ("model", "is empty; name the endpoint's model")
            : ApiKeyVariable is not null && string.IsNullOrWhiteSpace(ApiKeyVariable) ? ("apiKeyVariable", "is empty; name an environment variable, or leave it out")
            : Temperature is not (>= 0 and <= 2) ? ("temperature", $"{Temperature}; it lies between 0 and 2")
            : MaxTokens < 1 ? ("maxTokens", $"{MaxTokens}; it must be at least 1")
            : InputPrice is not (>= 0 and < double.PositiveInfinity) || OutputPrice is not (>= 0 and < double.PositiveInfinity)
                ? ("inputPrice, outputPrice", $"{InputPrice} and {OutputPrice}; prices are finite and not negative")
            : TimeoutSeconds is not (>= 0.01 and <= 86400) ? ("timeoutSeconds", $"{TimeoutSeconds}; it lies between 0.01 and 86400")
            : Retries is not (>= 0 and <= 10) ? ("retries", $"{Retries}; it lies between 0 and 10")
            : RetryDelaySeconds is not (>= 0 and <= 3600) || MaxRetryDelaySeconds is not (>= 0 and <= 3600)
                ? ("retryDelaySeconds, maxRetryDelaySeconds", $"{RetryDelaySeconds} and {MaxRetryDelaySeconds}; they lie between 0 and 3600")
            : BreakAfter < 2 ? ("breakAfter", $"{BreakAfter}; it must be at least 2")
            : BreakSeconds is not (>= 0.5 and <= 86400) ? ("breakSeconds", $"{BreakSeconds}; it lies between 0.5 and 86400")
            : RequestsPerMinute is < 1 ? ("requestsPerMinute", $"{RequestsPerMinute}; it must be at least 1, or left out")
            : MaxQueue < 0 ? ("maxQueue", $"{MaxQueue}; it must not be negative")
            : MaxResponseBytes < 1024 ? ("maxResponseBytes", $"{MaxResponseBytes}; it must be at least 1024")
            : null;
    }
}
