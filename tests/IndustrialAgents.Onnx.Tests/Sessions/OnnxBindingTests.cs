using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>Runs on memory of the caller's.</summary>
public sealed class OnnxBindingTests : IDisposable
{
    private readonly OnnxSession _session = OnnxSession.Load(Mlp.Create([4, 8, 3], 1).ToBytes(), new OnnxSessionOptions { IntraOpThreads = 1 });

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Run_ChangedInput_WritesTheNewOutput()
    {
        using var binding = _session.CreateBinding();
        var (x, y) = (new float[8], new float[6]);
        binding.BindInput<float>("x", x, new TensorShape(2, 4));
        binding.BindOutput<float>("y", y, new TensorShape(2, 3));
        for (var i = 0; i < 5; i++)
        {
            Array.Fill(x, i);
            binding.Run(TestContext.Current.CancellationToken);
            Assert.Equal(Expected(x, 2), y);
        }
    }

    [Fact]
    public void Run_BoundAnew_UsesTheNewMemoryAndShape()
    {
        using var binding = _session.CreateBinding();
        for (var rows = 1; rows < 5; rows++)
        {
            var (x, y) = (new float[rows * 4], new float[rows * 3]);
            Array.Fill(x, 0.5f * rows);
            binding.BindInput<float>("x", x, new TensorShape(rows, 4));
            binding.BindOutput<float>("y", y, new TensorShape(rows, 3));
            binding.Run(TestContext.Current.CancellationToken);
            Assert.Equal(Expected(x, rows), y);
        }
    }

    [Fact]
    public void PassOutputs_SumOfSteps_GoesFromRunToRunWithoutACopy()
    {
        // next = sum + x, and is as long as it is asked for.
        var graph = new GraphBuilder("sum");
        var (x, sum) = (graph.Input("x", ElementType.Float32, "n"), graph.Input("sum", ElementType.Float32, "n"));
        graph.Output("next", graph.Add(x, sum), ElementType.Float32, "n").Output("double", graph.Add(x, x), ElementType.Float32, "n");
        using var session = OnnxSession.Load(graph.Build().ToBytes());
        using var binding = session.CreateBinding();
        float[] given = [1, 2, 3];
        binding.BindInput<float>("x", given, new TensorShape(3));
        binding.BindInput<float>("sum", new float[3], new TensorShape(3));
        binding.BindOutput("double");
        binding.BindOutput("next");
        Assert.Throws<OnnxException>(() => binding.PassOutputs([("next", "sum")]));
        for (var i = 1; i <= 4; i++)
        {
            binding.Run(TestContext.Current.CancellationToken);
            Tensor? shown = null;
            binding.ViewOutput("next", (type, shape, bytes) => shown = Tensor.Wrap(type, shape, bytes.ToArray()));
            Assert.Equal(Tensor.Create([1f * i, 2 * i, 3 * i], 3), shown);
            binding.PassOutputs([("next", "sum")]);
            binding.ViewInput("sum", (_, _, bytes) => Assert.Equal(2f * i, BitConverter.ToSingle(bytes[4..])));
            Assert.Throws<OnnxException>(() => binding.ViewOutput("next", (_, _, _) => { }));
        }

        Assert.Throws<OnnxException>(() => binding.PassOutputs([("next", "nothing")]));
        Assert.Throws<OnnxException>(() => binding.PassOutputs([("nothing", "sum")]));
        using var other = session.CreateBinding();
        Assert.Throws<OnnxException>(() => other.ViewInput("x", (_, _, _) => { }));
    }

    [Fact]
    public void Run_Repeated_AllocatesNothing()
    {
        using var binding = _session.CreateBinding();
        using var source = new CancellationTokenSource();
        binding.BindInput<float>("x", new float[4], new TensorShape(1, 4));
        binding.BindOutput<float>("y", new float[3], new TensorShape(1, 3));
        binding.Run(CancellationToken.None);
        binding.Run(source.Token);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            binding.Run(CancellationToken.None);
            binding.Run(source.Token);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void GetOutput_BoundWithoutBuffer_GivesWhatTheRunMade()
    {
        using var binding = _session.CreateBinding();
        var x = new float[12];
        binding.BindInput<float>("x", x, new TensorShape(3, 4));
        binding.BindOutput("y");
        Assert.Contains("has not run", Assert.Throws<OnnxException>(() => binding.GetOutput("y")).Message, StringComparison.Ordinal);
        binding.Run(TestContext.Current.CancellationToken);
        Assert.Equal(Tensor.Create(Expected(x, 3), 3, 3), binding.GetOutput("y").AsTensor());
        binding.BindOutput<float>("y", new float[9], new TensorShape(3, 3));
        Assert.Throws<OnnxException>(() => binding.GetOutput("y"));
    }

    [Fact]
    public void BindInput_Bytes_RunsOnThem()
    {
        using var binding = _session.CreateBinding();
        var (x, y) = (new byte[16], new byte[12]);
        BitConverter.TryWriteBytes(x, 2f);
        binding.BindInput("x", ElementType.Float32, x, new TensorShape(1, 4));
        binding.BindOutput("y", ElementType.Float32, y, new TensorShape(1, 3));
        binding.Run(TestContext.Current.CancellationToken);
        Assert.Equal(Expected([2f, 0, 0, 0], 1)[0], BitConverter.ToSingle(y));
        Assert.Throws<ArgumentException>(() => binding.BindInput("x", ElementType.Float32, new byte[15], new TensorShape(1, 4)));
    }

    [Fact]
    public void Bind_WrongNameTypeShapeOrLength_IsRefused()
    {
        using var binding = _session.CreateBinding();
        Refused(() => binding.BindInput<float>("z", new float[4], new TensorShape(1, 4)), "no input named 'z'");
        Refused(() => binding.BindInput<double>("x", new double[4], new TensorShape(1, 4)), "input 'x' takes Float32 [batch, 4], not Float64 [1, 4]");
        Refused(() => binding.BindInput<float>("x", new float[5], new TensorShape(1, 5)), "not Float32 [1, 5]");
        Refused(() => binding.BindOutput<float>("y", new float[4], new TensorShape(1, 4)), "output 'y' takes Float32 [batch, 3], not Float32 [1, 4]");
        Refused(() => binding.BindOutput("z"), "no output named 'z'");
        Assert.Throws<ArgumentException>(() => binding.BindInput<float>("x", new float[3], new TensorShape(1, 4)));

        static void Refused(Action bind, string message) =>
            Assert.Contains(message, Assert.Throws<OnnxException>(bind).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NotAllBoundOrOtherOutputShape_IsRefused()
    {
        using var binding = _session.CreateBinding();
        Refused("input 'x' is not bound");
        binding.BindInput<float>("x", new float[8], new TensorShape(2, 4));
        Refused("no output is bound");
        binding.BindOutput<float>("y", new float[3], new TensorShape(1, 3));
        Assert.Throws<OnnxException>(() => binding.Run(TestContext.Current.CancellationToken));

        void Refused(string message) => Assert.Contains(
            message, Assert.Throws<OnnxException>(() => binding.Run(TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_BindingOrSession_EndsRuns()
    {
        var binding = _session.CreateBinding();
        binding.BindInput<float>("x", new float[4], new TensorShape(1, 4));
        binding.BindOutput("y");
        binding.Dispose();
        Assert.Throws<ObjectDisposedException>(() => binding.Run(TestContext.Current.CancellationToken));
        Assert.Throws<ObjectDisposedException>(() => binding.BindOutput("y"));

        using var other = _session.CreateBinding();
        other.BindInput<float>("x", new float[4], new TensorShape(1, 4));
        other.BindOutput("y");
        _session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => other.Run(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void BareLoop_Measure_TimesEveryCall()
    {
        var ticks = new long[10];
        BareLoop.Measure(_session, new TensorShape(1, 4), new TensorShape(1, 3), ticks);
        Assert.All(ticks, tick => Assert.True(tick > 0));
    }

    private float[] Expected(float[] x, int rows) => _session.Run(
        new Dictionary<string, Tensor> { ["x"] = Tensor.Create(x, rows, 4) }, TestContext.Current.CancellationToken)["y"].AsSpan<float>().ToArray();
}
