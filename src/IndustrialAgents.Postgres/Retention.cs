namespace IndustrialAgents.Postgres;

/// <summary>What is kept when a store is trimmed; null keeps all.</summary>
public sealed record Retention
{
    /// <summary>Age beyond which records go: of decisions since the request, of rows since their own time.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The most bytes of records kept; beyond it the oldest go. The tables on the disk are larger, and shrink only for new records.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Throws unless the limits make sense.</summary>
    /// <exception cref="InvalidRequestException">One is wrong; the message names it.</exception>
    public void Validate()
    {
        if (MaxAge is { } age && age <= TimeSpan.Zero)
        {
            throw new InvalidRequestException("retention.maxAge", $"{age}; it must be positive");
        }

        if (MaxBytes is < 0)
        {
            throw new InvalidRequestException("retention.maxBytes", $"{MaxBytes}; it must not be negative");
        }
    }
}
