namespace IndustrialAgents.Experts.Multimodal;

/// <summary>What an endpoint sends, read up to a limit. Not thread-safe; does not own what it reads.</summary>
/// <param name="inner">What is read.</param>
/// <param name="limit">The most bytes between two calls of <see cref="Restart"/>.</param>
internal sealed class BoundedStream(Stream inner, int limit) : Stream
{
    private long _left = limit;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Counts from nothing again.</summary>
    public void Restart() => _left = limit;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">There is more than the limit.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _left -= count;
        return _left >= 0 ? count : throw new InvalidDataException($"its reply has more than {limit} bytes; raise maxResponseBytes if that is right");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
