using System.Diagnostics;
using IndustrialAgents.Onnx.Batching;

namespace IndustrialAgents.Cli.Bench;

/// <summary>One caller of one row after the other.</summary>
internal sealed class Caller
{
    private readonly BatchedModel _model;
    private readonly float[] _input;
    private readonly float[] _output;

    public Caller(BatchedModel model, int inputWidth, int outputWidth)
    {
        _model = model;
        _input = new float[inputWidth];
        _output = new float[outputWidth];
        OnnxBench.Fill(_input);
    }

    /// <summary>Times of requests made from this thread, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Time(Span<long> ticks)
    {
        foreach (ref var tick in ticks)
        {
            var start = Stopwatch.GetTimestamp();
            var task = _model.RunRowsAsync(_input, _output);
            tick = Stopwatch.GetTimestamp() - start;
            if (!task.IsCompletedSuccessfully)
            {
                throw new InvalidOperationException("a request to an idle model did not run at once");
            }
        }
    }

    /// <summary>Makes requests until told to stop, and returns how many.</summary>
    public async Task<long> CallAsync(CancellationToken stop)
    {
        long requests = 0;
        while (!stop.IsCancellationRequested)
        {
            await _model.RunRowsAsync(_input, _output, cancellationToken: CancellationToken.None).ConfigureAwait(false);
            requests++;
        }

        return requests;
    }
}
