namespace IndustrialAgents.Experts;

/// <summary>How an <see cref="HttpModelHub"/> works.</summary>
public sealed record ModelHubOptions
{
    /// <summary>The hub, or a mirror that speaks its protocol; <c>http</c> or <c>https</c>.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>Token of the caller, for repositories that ask for one; sent to the endpoint's own host only. Null for none.</summary>
    public string? Token { get; init; }

    /// <summary>The most bytes of one file.</summary>
    public long MaxFileBytes { get; init; } = 32L << 30;

    /// <summary>The most files of a repository.</summary>
    public int MaxFiles { get; init; } = 100_000;

    /// <summary>The most bytes of one answer of the hub that is no file.</summary>
    public int MaxAnswerBytes { get; init; } = 32 << 20;

    /// <summary>Bytes of the disk that stay free.</summary>
    public long KeepFree { get; init; } = 256L << 20;

    /// <summary>How often a request that may succeed later is sent again: 408, 429, 5xx, a connection that is not made, or one that breaks off before a byte came.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>Time before the first repetition; it doubles each time, with chance in it, unless the hub says how long to wait.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait that is made before a repetition, also where the hub asks for a longer one.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a transfer may break off after some bytes came.</summary>
    public int MaxResumes { get; init; } = 1000;

    /// <summary>Time without a byte after which a transfer counts as broken off.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Throws unless the options make sense.</summary>
    /// <exception cref="ModelHubException">One does not; the message names it.</exception>
    public void Validate()
    {
        Require(
            Endpoint is { IsAbsoluteUri: true } && Endpoint.Scheme is "http" or "https" && Endpoint.Query.Length == 0 && Endpoint.UserInfo.Length == 0,
            "endpoint",
            $"'{Endpoint}' is not the address of a hub; write https://host, without user, password and query");
        Require(Token is null || (Token.Length > 0 && Token.All(c => c is > ' ' and < '\x7f')), "token", "holds blanks or letters that a header cannot carry");
        Require(MaxFileBytes > 0, "maxFileBytes", $"{MaxFileBytes}; it must be positive");
        Require(MaxFiles > 0, "maxFiles", $"{MaxFiles}; it must be positive");
        Require(MaxAnswerBytes > 0, "maxAnswerBytes", $"{MaxAnswerBytes}; it must be positive");
        Require(KeepFree >= 0, "keepFree", $"{KeepFree}; it must not be negative");
        Require(Retries >= 0, "retries", $"{Retries}; it must not be negative");
        Require(RetryDelay >= TimeSpan.Zero && MaxRetryDelay >= RetryDelay, "retryDelay", $"{RetryDelay}, at most {MaxRetryDelay}; it must not be negative, nor above the most");
        Require(MaxResumes >= 0, "maxResumes", $"{MaxResumes}; it must not be negative");
        Require(StallTime > TimeSpan.Zero, "stallTime", $"{StallTime}; it must be positive");
    }

    private static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new ModelHubException($"modelHub.{field}: {message}");
        }
    }
}
