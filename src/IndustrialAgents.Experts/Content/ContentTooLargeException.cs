namespace IndustrialAgents.Experts;

/// <summary>A content is larger than a content store takes. HTTP status 413.</summary>
/// <param name="content">The content: its hash where it is known.</param>
/// <param name="limit">The most bytes taken.</param>
public sealed class ContentTooLargeException(string content, long limit)
    : IndustrialAgentsException($"{content} has more than {limit} bytes, which is the limit of the store; raise its MaxObjectBytes to take it")
{
    /// <summary>The most bytes taken.</summary>
    public long Limit { get; } = limit;
}
