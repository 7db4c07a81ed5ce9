namespace IndustrialAgents.Onnx.Batching;

/// <summary>
/// Input and output of a model that maps rows to rows: one input tensor and one output tensor, whose dimensions are all fixed except the
/// first, which is open (or 1).
/// </summary>
/// <param name="InputType">Element type of the input.</param>
/// <param name="InputRow">Shape of one row of the input, without the first dimension.</param>
/// <param name="OutputType">Element type of the output.</param>
/// <param name="OutputRow">Shape of one row of the output, without the first dimension.</param>
/// <param name="IsOpen">Whether the model takes more than one row at a time.</param>
public sealed record RowLayout(ElementType InputType, TensorShape InputRow, ElementType OutputType, TensorShape OutputRow, bool IsOpen)
{
    /// <summary>Bytes of one row of the input.</summary>
    public int InputBytes { get; } = checked((int)(InputRow.ElementCount * InputType.SizeInBytes()));

    /// <summary>Bytes of one row of the output.</summary>
    public int OutputBytes { get; } = checked((int)(OutputRow.ElementCount * OutputType.SizeInBytes()));

    internal static RowLayout? Of(OnnxSession session)
    {
        if (session.Inputs is not [var input] || session.Outputs is not [var output] || Row(input) is not { } inputRow || Row(output) is not { } outputRow)
        {
            return null;
        }

        var open = input.Dimensions![0].Length is null && output.Dimensions![0].Length is null;
        var single = input.Dimensions[0].Length == 1 && output.Dimensions![0].Length == 1;
        return open || single ? new RowLayout(input.ElementType, inputRow, output.ElementType, outputRow, open) : null;
    }

    private static TensorShape? Row(OnnxValueInfo value)
    {
        if (value.Kind != OnnxValueKind.Tensor || value.ElementType is ElementType.Undefined or ElementType.String || value.Dimensions is not { Count: > 0 } dimensions)
        {
            return null;
        }

        var lengths = new long[dimensions.Count - 1];
        for (var i = 0; i < lengths.Length; i++)
        {
            if (dimensions[i + 1].Length is not > 0)
            {
                return null;
            }

            lengths[i] = dimensions[i + 1].Length!.Value;
        }

        return new TensorShape(lengths);
    }
}
