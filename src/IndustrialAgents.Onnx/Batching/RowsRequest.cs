using System.Runtime.InteropServices;

namespace IndustrialAgents.Onnx.Batching;

/// <summary>Rows of a model with a <see cref="RowLayout"/>, in memory of the caller's, as bytes or as numbers.</summary>
internal sealed class RowsRequest : BatchRequest
{
    private ReadOnlyMemory<byte> _inputBytes;
    private ReadOnlyMemory<float> _inputNumbers;
    private Memory<byte> _outputBytes;
    private Memory<float> _outputNumbers;
    private bool _numbers;

    public void Set(int rows, ReadOnlyMemory<byte> input, Memory<byte> output)
    {
        Rows = rows;
        _numbers = false;
        _inputBytes = input;
        _outputBytes = output;
    }

    public void Set(int rows, ReadOnlyMemory<float> input, Memory<float> output)
    {
        Rows = rows;
        _numbers = true;
        _inputNumbers = input;
        _outputNumbers = output;
    }

    public ReadOnlySpan<byte> Input => _numbers ? MemoryMarshal.AsBytes(_inputNumbers.Span) : _inputBytes.Span;

    public Span<byte> Output => _numbers ? MemoryMarshal.AsBytes(_outputNumbers.Span) : _outputBytes.Span;

    protected override void Clear()
    {
        _inputBytes = default;
        _inputNumbers = default;
        _outputBytes = default;
        _outputNumbers = default;
    }
}
