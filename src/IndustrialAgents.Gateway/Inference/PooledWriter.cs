using System.Buffers;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>A growing buffer in rented memory. Used by one request at a time.</summary>
/// <param name="capacity">Bytes to begin with.</param>
internal sealed class PooledWriter(int capacity) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written so far; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    /// <summary>Room for at least <paramref name="bytes"/>; tell with <see cref="Advance"/> how many were used.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (bytes > _buffer.Length - Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Max((long)Length + bytes, Math.Min(2L * _buffer.Length, Array.MaxLength))));
            _buffer.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(Length);
    }

    /// <summary>Counts bytes that were put into reserved room.</summary>
    public void Advance(int bytes) => Length += bytes;

    /// <summary>Exactly <paramref name="bytes"/> to fill.</summary>
    public Span<byte> Take(int bytes)
    {
        var span = Reserve(bytes)[..bytes];
        Length += bytes;
        return span;
    }

    /// <summary>Copies bytes in.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
