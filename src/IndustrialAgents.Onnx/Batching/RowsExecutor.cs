namespace IndustrialAgents.Onnx.Batching;

/// <summary>Runs batches of rows over the buffers of each runner.</summary>
internal sealed class RowsExecutor(OnnxSession session, RowLayout layout, BatchingOptions options)
{
    private readonly RowBuffers?[] _buffers = new RowBuffers?[options.Runners];

    /// <summary>The buffers of a runner.</summary>
    public RowBuffers Buffers(int runner) => _buffers[runner] ??= new RowBuffers(session, layout, layout.IsOpen ? options.MaxBatch : 1);

    /// <summary>Runs one caller's rows, in pieces where they are more than a batch.</summary>
    public int Run(int runner, ReadOnlySpan<byte> input, Span<byte> output, int maxBatch, CancellationToken cancellation)
    {
        var buffers = Buffers(runner);
        var runs = 0;
        while (!input.IsEmpty)
        {
            var rows = Math.Min(maxBatch, input.Length / layout.InputBytes);
            buffers.Reserve(rows);
            var piece = buffers.Input(0, rows);
            input[..piece.Length].CopyTo(piece);
            buffers.Run(rows, cancellation);
            var result = buffers.Output(0, rows);
            result.CopyTo(output);
            input = input[piece.Length..];
            output = output[result.Length..];
            runs++;
        }

        return runs;
    }

    /// <summary>Runs several callers' rows together.</summary>
    public void RunTogether(int runner, ReadOnlySpan<BatchRequest> batch)
    {
        var buffers = Buffers(runner);
        var rows = 0;
        foreach (var request in batch)
        {
            rows += request.Rows;
        }

        buffers.Reserve(rows);
        var row = 0;
        foreach (var request in batch)
        {
            ((RowsRequest)request).Input.CopyTo(buffers.Input(row, request.Rows));
            request.BeginRun();
            row += request.Rows;
        }

        buffers.Run(rows, CancellationToken.None);
        row = 0;
        foreach (var request in batch)
        {
            Answer((RowsRequest)request, buffers.Output(row, request.Rows));
            row += request.Rows;
        }
    }

    /// <summary>Runs again one by one what failed together, from the rows that lie in the buffers; true where every request then ran.</summary>
    public bool RunSingly(int runner, ReadOnlySpan<BatchRequest> batch)
    {
        var rows = 0;
        foreach (var request in batch)
        {
            rows += request.Rows;
        }

        var rest = Buffers(runner).Input(0, rows).ToArray().AsSpan();
        var all = true;
        foreach (var request in batch)
        {
            var bytes = request.Rows * layout.InputBytes;
            try
            {
                var result = new byte[request.Rows * layout.OutputBytes];
                Run(runner, rest[..bytes], result, request.Rows, request.Cancellation);
                Answer((RowsRequest)request, result);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                request.Fail(e);
                all = false;
            }

            rest = rest[bytes..];
        }

        return all;
    }

    /// <summary>Frees the buffers of a runner.</summary>
    public void Close(int runner)
    {
        _buffers[runner]?.Dispose();
        _buffers[runner] = null;
    }

    private static void Answer(RowsRequest request, ReadOnlySpan<byte> result)
    {
        if (request.TryBeginAnswer())
        {
            result.CopyTo(request.Output);
            request.EndAnswer(null);
        }
    }
}
