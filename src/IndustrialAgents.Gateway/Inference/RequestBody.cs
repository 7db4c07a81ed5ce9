using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>A request's whole body in rented memory. Used by one request at a time.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstCapacity = 16 << 10;
    private const int LargestFirstCapacity = 1 << 20;
    private const int Alignment = 8;

    private byte[] _buffer;
    private readonly int _start;
    private int _end;

    private RequestBody(byte[] buffer, int start)
    {
        _buffer = buffer;
        _start = start;
        _end = start;
    }

    /// <summary>The bytes; valid until disposed.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Reads a body to its end. The server refuses bodies beyond its limit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="alignedAt">Offset in the body that is to lie at a multiple of 8 in memory.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadHttpRequestException">The body is too large, or malformed.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int alignedAt, CancellationToken cancellationToken)
    {
        // What a client announces is not believed beyond a megabyte before it has come.
        var announced = Math.Clamp(request.ContentLength ?? FirstCapacity, 1, LargestFirstCapacity);
        var body = new RequestBody(ArrayPool<byte>.Shared.Rent((int)announced + Alignment), (Alignment - (alignedAt % Alignment)) % Alignment);
        try
        {
            while (true)
            {
                var result = await request.BodyReader.ReadAsync(cancellationToken).ConfigureAwait(false);
                body.Append(result.Buffer);
                request.BodyReader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return body;
                }
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Append(in ReadOnlySequence<byte> bytes)
    {
        var length = checked((int)bytes.Length);
        if (length > _buffer.Length - _end)
        {
            var larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Max((long)_end + length, Math.Min(2L * _buffer.Length, Array.MaxLength))));
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += length;
    }
}
