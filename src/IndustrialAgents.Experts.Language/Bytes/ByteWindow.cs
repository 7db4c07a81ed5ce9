namespace IndustrialAgents.Experts.Language;

/// <summary>
/// The two ends of a content as tokens: magika's features, as its Python package (<c>magika.py</c>, version 3 of the model's configuration)
/// defines them. A token is a byte's value, or the padding. Thread-safe.
/// </summary>
/// <param name="Head">Tokens from the beginning; padding follows them.</param>
/// <param name="Tail">Tokens from the end; padding precedes them.</param>
/// <param name="Block">Bytes at either end that are looked at, before white space is left out.</param>
/// <param name="Padding">The padding token.</param>
/// <param name="Strip">Whether white space at the content's two ends is left out.</param>
public sealed record ByteWindow(int Head = 1024, int Tail = 1024, int Block = 4096, int Padding = 256, bool Strip = true)
{
    /// <summary>Number of tokens.</summary>
    public int Length => Head + Tail;

    /// <summary>Writes the tokens of a content.</summary>
    /// <param name="content">The content, of any length.</param>
    /// <param name="tokens">Receives <see cref="Length"/> tokens.</param>
    /// <returns>How many of the head's tokens are bytes and not padding.</returns>
    /// <exception cref="ArgumentException">There is no room for the tokens.</exception>
    public int Extract(ReadOnlySpan<byte> content, Span<int> tokens)
    {
        tokens = tokens[..Length];
        tokens.Fill(Padding);
        var block = Math.Min(Block, content.Length);
        var head = content[..block];
        var tail = content[^block..];
        if (Strip)
        {
            head = head[LeadingSpace(head)..];
            tail = tail[..^TrailingSpace(tail)];
        }

        head = head[..Math.Min(Head, head.Length)];
        tail = tail[^Math.Min(Tail, tail.Length)..];
        for (var i = 0; i < head.Length; i++)
        {
            tokens[i] = head[i];
        }

        var rest = tokens[^tail.Length..];
        for (var i = 0; i < tail.Length; i++)
        {
            rest[i] = tail[i];
        }

        return head.Length;
    }

    private static int LeadingSpace(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        while (count < bytes.Length && IsSpace(bytes[count]))
        {
            count++;
        }

        return count;
    }

    private static int TrailingSpace(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        while (count < bytes.Length && IsSpace(bytes[^(count + 1)]))
        {
            count++;
        }

        return count;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');
}
