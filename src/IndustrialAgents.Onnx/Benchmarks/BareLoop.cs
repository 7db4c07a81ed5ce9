using System.Diagnostics;

namespace IndustrialAgents.Onnx;

/// <summary>
/// The C API called in a loop with nothing of this library around it: what benchmarks hold sessions, bindings and batching against.
/// Values are made beforehand, inputs and outputs lie in pinned memory of their own, and one thread calls.
/// </summary>
public static class BareLoop
{
    /// <summary>Runs a model of one input and one output, both Float32, and measures each call.</summary>
    /// <param name="session">The model.</param>
    /// <param name="input">Shape of the input.</param>
    /// <param name="output">Shape of the output.</param>
    /// <param name="ticks">Receives the duration of each call, in ticks of <see cref="Stopwatch"/>; as many calls are made.</param>
    /// <exception cref="OnnxException">A run failed.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public static unsafe void Measure(OnnxSession session, TensorShape input, TensorShape output, Span<long> ticks)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.ThrowIfDisposed();
        var api = session.Environment.Api;
        var x = GC.AllocateArray<float>(checked((int)input.ElementCount), pinned: true);
        var y = GC.AllocateArray<float>(checked((int)output.ElementCount), pinned: true);
        var random = new Random(1);
        foreach (ref var value in x.AsSpan())
        {
            value = random.NextSingle();
        }

        var names = (Input: session.NativeName(session.Inputs[0], false), Output: session.NativeName(session.Outputs[0], true));
        nint inputValue = 0;
        nint outputValue = 0;
        var referenced = false;
        fixed (float* px = x, py = y)
        fixed (long* xs = input.Dimensions, ys = output.Dimensions)
        {
            try
            {
                session.Handle.DangerousAddRef(ref referenced);
                var memory = session.Environment.CpuMemory;
                var type = (int)ElementType.Float32;
                api.Check(api.CreateTensorWithData(memory, px, (nuint)x.Length * 4, xs, (nuint)input.Rank, type, &inputValue));
                api.Check(api.CreateTensorWithData(memory, py, (nuint)y.Length * 4, ys, (nuint)output.Rank, type, &outputValue));
                var native = session.Handle.Pointer;
                for (var i = 0; i < ticks.Length; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    var status = api.Run(native, 0, (byte**)&names.Input, &inputValue, 1, (byte**)&names.Output, 1, &outputValue);
                    ticks[i] = Stopwatch.GetTimestamp() - start;
                    api.Check(status);
                }
            }
            finally
            {
                api.Release(OrtSlot.ReleaseValue, inputValue);
                api.Release(OrtSlot.ReleaseValue, outputValue);
                if (referenced)
                {
                    session.Handle.DangerousRelease();
                }
            }
        }
    }
}
