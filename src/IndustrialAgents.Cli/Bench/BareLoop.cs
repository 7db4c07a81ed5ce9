using System.Diagnostics;
using System.Runtime.InteropServices;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Cli.Bench;

/// <summary>
/// ONNX Runtime's C function Run in a bare loop over values made beforehand: what the same library gives without anything of this project
/// around it. The model has one input and one output of float32 rows.
/// </summary>
internal sealed unsafe class BareLoop(OnnxSession session, int inputWidth, int outputWidth)
{
    private readonly OrtApi _api = session.Environment.Api;
    private readonly nint _inputName = session.NativeName(session.Inputs[0], output: false);
    private readonly nint _outputName = session.NativeName(session.Outputs[0], output: true);

    /// <summary>Rows a second that some callers reach together, each with batches of its own.</summary>
    public double RowsPerSecond(int batch, int callers, TimeSpan duration)
    {
        using var start = new Barrier(callers);
        var rates = new double[callers];
        var threads = new Thread[callers];
        for (var i = 0; i < callers; i++)
        {
            var caller = i;
            threads[i] = new Thread(() => rates[caller] = Loop(batch, start, duration)) { IsBackground = true };
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        return rates.Sum();
    }

    /// <summary>Times of runs of one row, one after the other, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Time(Span<long> ticks)
    {
        var values = new Values(session, _api, 1, inputWidth, outputWidth);
        try
        {
            var last = Stopwatch.GetTimestamp();
            foreach (ref var tick in ticks)
            {
                Run(values);
                var now = Stopwatch.GetTimestamp();
                tick = now - last;
                last = now;
            }
        }
        finally
        {
            values.Free(_api);
        }
    }

    private double Loop(int batch, Barrier start, TimeSpan duration)
    {
        var values = new Values(session, _api, batch, inputWidth, outputWidth);
        try
        {
            Run(values);
            start.SignalAndWait();
            long runs = 0;
            var since = Stopwatch.GetTimestamp();
            do
            {
                Run(values);
                runs++;
            }
            while (Stopwatch.GetElapsedTime(since) < duration);

            return runs * batch / Stopwatch.GetElapsedTime(since).TotalSeconds;
        }
        finally
        {
            values.Free(_api);
        }
    }

    private void Run(in Values values)
    {
        var inputName = _inputName;
        var outputName = _outputName;
        var input = values.Input;
        var output = values.Output;
        var status = _api.Run(session.Handle.Pointer, 0, (byte**)&inputName, &input, 1, (byte**)&outputName, 1, &output);
        if (status != 0)
        {
            _api.Check(status);
        }
    }

    private readonly struct Values
    {
        private readonly void* _x;
        private readonly void* _y;

        public Values(OnnxSession session, OrtApi api, int batch, int inputWidth, int outputWidth)
        {
            _x = Memory(batch * inputWidth);
            _y = Memory(batch * outputWidth);
            Input = Tensor(session, api, _x, batch, inputWidth);
            Output = Tensor(session, api, _y, batch, outputWidth);
        }

        public nint Input { get; }

        public nint Output { get; }

        public void Free(OrtApi api)
        {
            api.ReleaseValue(Input);
            api.ReleaseValue(Output);
            NativeMemory.AlignedFree(_x);
            NativeMemory.AlignedFree(_y);
        }

        private static void* Memory(int count)
        {
            var memory = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
            OnnxBench.Fill(new Span<float>(memory, count));
            return memory;
        }

        private static nint Tensor(OnnxSession session, OrtApi api, void* memory, int rows, int width)
        {
            var shape = stackalloc long[] { rows, width };
            nint value = 0;
            api.Check(api.CreateTensorWithData(
                session.Environment.CpuMemory, memory, (nuint)(rows * width * sizeof(float)), shape, 2, (int)ElementType.Float32, &value));
            return value;
        }
    }
}
