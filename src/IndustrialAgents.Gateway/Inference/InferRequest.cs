using System.Buffers;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>
/// An inference request as it was read. Its tensors lie in rented memory and in the body they were read from: call <see cref="Release"/> once
/// nothing can read them any more. Used by one request at a time.
/// </summary>
internal sealed class InferRequest
{
    private byte[]? _first;
    private List<byte[]>? _others;

    /// <summary>The caller's id, echoed in the response; null where it gave none.</summary>
    public string? Id { get; set; }

    /// <summary>Whether outputs are wanted as binary data unless an output says otherwise.</summary>
    public bool BinaryOutputs { get; set; }

    /// <summary>The inputs by name.</summary>
    public Dictionary<string, Tensor> Inputs { get; } = new(1);

    /// <summary>The outputs asked for, in order; null for all.</summary>
    public List<RequestedOutput>? Outputs { get; set; }

    /// <summary>Memory for a tensor, rented until <see cref="Release"/>.</summary>
    public Memory<byte> Rent(int bytes)
    {
        if (bytes == 0)
        {
            return default;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(bytes);
        if (_first is null)
        {
            _first = buffer;
        }
        else
        {
            (_others ??= []).Add(buffer);
        }

        return buffer.AsMemory(0, bytes);
    }

    /// <summary>Gives the rented memory back. The tensors must not be read after this.</summary>
    public void Release()
    {
        if (_first is not null)
        {
            ArrayPool<byte>.Shared.Return(_first);
            _first = null;
        }

        foreach (var buffer in _others ?? [])
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _others = null;
    }
}
