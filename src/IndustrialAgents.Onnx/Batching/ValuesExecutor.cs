using System.Buffers;

namespace IndustrialAgents.Onnx.Batching;

/// <summary>Runs batches of named tensors, joined along their first dimension.</summary>
internal sealed class ValuesExecutor
{
    private readonly OnnxSession _session;
    private readonly bool _inputsOpen;
    private readonly HashSet<string> _openOutputs;

    public ValuesExecutor(OnnxSession session)
    {
        _session = session;
        _inputsOpen = session.Inputs.All(IsOpen);
        _openOutputs = [.. session.Outputs.Where(IsOpen).Select(o => o.Name)];
    }

    /// <summary>Whether requests for all outputs can share a run, from what the model declares.</summary>
    public bool IsBatchable => _inputsOpen && _openOutputs.Count == _session.Outputs.Count;

    /// <summary>The rows that a request adds to a batch, or 0 where it must run alone.</summary>
    public int RowsOf(IReadOnlyDictionary<string, OnnxValue> inputs, IReadOnlyList<string>? outputs)
    {
        var open = outputs is null ? _openOutputs.Count == _session.Outputs.Count : outputs.All(_openOutputs.Contains);
        if (!_inputsOpen || !open || inputs.Count != _session.Inputs.Count)
        {
            return 0;
        }

        long rows = 0;
        foreach (var (_, value) in inputs)
        {
            if (value is not { Kind: OnnxValueKind.Tensor } || value.AsTensor() is not { Shape.Rank: > 0, ElementType: not ElementType.String } tensor
                || (rows != 0 && rows != tensor.Shape[0]))
            {
                return 0;
            }

            rows = tensor.Shape[0];
        }

        return rows <= int.MaxValue ? (int)rows : 0;
    }

    /// <summary>Runs one request, whose inputs are not copied.</summary>
    public void Run(ValuesRequest request)
    {
        request.Result = _session.RunValues(request.Inputs, request.Outputs, request.Cancellation);
        request.EndAnswer(null);
    }

    /// <summary>Runs several requests together, and one by one should that fail.</summary>
    /// <returns>Whether they ran together, and if not whether every one ran alone.</returns>
    public (bool Together, bool All) Run(ReadOnlySpan<BatchRequest> batch)
    {
        var rented = new List<byte[]>();
        try
        {
            var joined = Join(batch, rented);
            foreach (var request in batch)
            {
                request.BeginRun();
            }

            return TryRunTogether(batch, joined) ? (true, true) : (false, RunSingly(batch, joined));
        }
        finally
        {
            foreach (var array in rented)
            {
                ArrayPool<byte>.Shared.Return(array);
            }
        }
    }

    private static bool IsOpen(OnnxValueInfo value) =>
        value is { Kind: OnnxValueKind.Tensor, ElementType: not (ElementType.Undefined or ElementType.String), Dimensions: { Count: > 0 } dimensions }
        && dimensions[0].Length is null;

    private static Dictionary<string, Tensor> Join(ReadOnlySpan<BatchRequest> batch, List<byte[]> rented)
    {
        var joined = new Dictionary<string, Tensor>();
        foreach (var (name, value) in ((ValuesRequest)batch[0]).Inputs)
        {
            long rows = 0;
            var bytes = 0;
            foreach (var request in batch)
            {
                var part = ((ValuesRequest)request).Inputs[name].AsTensor();
                rows += part.Shape[0];
                bytes = checked(bytes + part.Bytes.Length);
            }

            var array = ArrayPool<byte>.Shared.Rent(bytes);
            rented.Add(array);
            var at = 0;
            foreach (var request in batch)
            {
                var part = ((ValuesRequest)request).Inputs[name].AsTensor().Bytes;
                part.CopyTo(array.AsMemory(at));
                at += part.Length;
            }

            var tensor = value.AsTensor();
            joined[name] = Tensor.Wrap(tensor.ElementType, tensor.Shape.WithFirst(rows), array.AsMemory(0, bytes));
        }

        return joined;
    }

    private bool TryRunTogether(ReadOnlySpan<BatchRequest> batch, Dictionary<string, Tensor> joined)
    {
        IReadOnlyDictionary<string, OnnxValue> results;
        try
        {
            results = _session.RunValues(joined.ToDictionary(i => i.Key, i => OnnxValue.FromTensor(i.Value)), ((ValuesRequest)batch[0]).Outputs);
        }
        catch (OnnxException)
        {
            return false;
        }

        var rows = joined.First().Value.Shape[0];
        // A first dimension that is not the batch's cannot be divided among the callers.
        if (results.Values.Any(r => r.Kind != OnnxValueKind.Tensor || r.AsTensor() is not { Shape.Rank: > 0, ElementType: not ElementType.String } t || t.Shape[0] != rows))
        {
            return false;
        }

        long row = 0;
        foreach (var request in batch)
        {
            var own = new Dictionary<string, OnnxValue>(results.Count);
            foreach (var (name, value) in results)
            {
                own[name] = Own(value.AsTensor().Rows(row, request.Rows));
            }

            Answer((ValuesRequest)request, own);
            row += request.Rows;
        }

        return true;
    }

    private bool RunSingly(ReadOnlySpan<BatchRequest> batch, Dictionary<string, Tensor> joined)
    {
        var all = true;
        long row = 0;
        foreach (var request in batch)
        {
            var values = (ValuesRequest)request;
            try
            {
                var own = joined.ToDictionary(i => i.Key, i => OnnxValue.FromTensor(i.Value.Rows(row, request.Rows)));
                Answer(values, _session.RunValues(own, values.Outputs, request.Cancellation));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                request.Fail(e);
                all = false;
            }

            row += request.Rows;
        }

        return all;
    }

    private static void Answer(ValuesRequest request, IReadOnlyDictionary<string, OnnxValue> result)
    {
        if (request.TryBeginAnswer())
        {
            request.Result = result;
            request.EndAnswer(null);
        }
    }

    // A copy, or one caller's row would keep the whole batch in memory.
    private static Tensor Own(Tensor rows) => Tensor.Wrap(rows.ElementType, rows.Shape, rows.Bytes.ToArray());
}
