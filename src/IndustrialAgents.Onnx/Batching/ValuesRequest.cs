namespace IndustrialAgents.Onnx.Batching;

/// <summary>Named values of any model.</summary>
internal sealed class ValuesRequest : BatchRequest
{
    /// <summary>A request that adds <paramref name="rows"/> rows to a batch; with 0 it cannot share a run and counts as one.</summary>
    public ValuesRequest(IReadOnlyDictionary<string, OnnxValue> inputs, IReadOnlyList<string>? outputs, int rows)
    {
        Inputs = inputs;
        Outputs = outputs;
        IsShareable = rows > 0;
        Rows = Math.Max(rows, 1);
    }

    // The caller keeps it to read the result.
    public override bool IsReusable => false;

    public IReadOnlyDictionary<string, OnnxValue> Inputs { get; }

    public IReadOnlyList<string>? Outputs { get; }

    public bool IsShareable { get; }

    public IReadOnlyDictionary<string, OnnxValue>? Result { get; set; }

    /// <summary>Whether both take the same inputs, of the same types and dimensions but for the first, and want the same outputs.</summary>
    public bool CanShare(ValuesRequest other)
    {
        if (!IsShareable || !other.IsShareable || Inputs.Count != other.Inputs.Count || !SameOutputs(other))
        {
            return false;
        }

        foreach (var (name, value) in Inputs)
        {
            if (!other.Inputs.TryGetValue(name, out var match) || !SameRow(value.AsTensor(), match.AsTensor()))
            {
                return false;
            }
        }

        return true;
    }

    protected override void Clear()
    {
    }

    private static bool SameRow(Tensor a, Tensor b) =>
        a.ElementType == b.ElementType && a.Shape.Dimensions[1..].SequenceEqual(b.Shape.Dimensions[1..]);

    private bool SameOutputs(ValuesRequest other) =>
        ReferenceEquals(Outputs, other.Outputs) || (Outputs is not null && other.Outputs is not null && Outputs.SequenceEqual(other.Outputs));
}
