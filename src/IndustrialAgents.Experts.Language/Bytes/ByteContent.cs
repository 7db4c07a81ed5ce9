using System.Text.Unicode;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// What the input step <c>bytes</c> tells the output step about the content, beside the tokens.
/// </summary>
/// <param name="Length">Bytes of the whole content.</param>
/// <param name="HeadLength">Bytes at its beginning that are no padding, white space left out.</param>
/// <param name="Start">The content's beginning.</param>
internal sealed record ByteContent(int Length, int HeadLength, ReadOnlyMemory<byte> Start)
{
    /// <summary>Whether the beginning is UTF-8.</summary>
    public bool IsText => Utf8.IsValid(Start.Span);
}
