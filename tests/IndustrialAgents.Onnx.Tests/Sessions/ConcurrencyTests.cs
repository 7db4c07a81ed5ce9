using System.Diagnostics;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>Runs at the same time, runs that are cancelled, and sessions that go while they run.</summary>
public sealed class ConcurrencyTests
{
    [Fact]
    public void Run_ManyThreads_EachGetsItsOwnResult()
    {
        using var session = OnnxSession.Load(Mlp.Create([8, 32, 4], 1).ToBytes(), new OnnxSessionOptions { IntraOpThreads = 1 });
        var inputs = Enumerable.Range(0, 64).Select(i => Input(i)).ToArray();
        var expected = Array.ConvertAll(inputs, input => session.Run(input, TestContext.Current.CancellationToken)["y"]);
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            Assert.Equal(expected[i % 64], session.Run(inputs[i % 64], TestContext.Current.CancellationToken)["y"]));
    }

    [Fact]
    public async Task Run_Cancelled_EndsEarlyAndSessionGoesOn()
    {
        using var session = OnnxSession.Load(TestModels.Slow(512, 1000), new OnnxSessionOptions { IntraOpThreads = 1 });
        var input = new Dictionary<string, Tensor> { ["x"] = Tensor.Create(new float[512 * 512], 512, 512) };
        for (var i = 0; i < 3; i++)
        {
            using var source = new CancellationTokenSource();
            var run = Task.Run(() => session.Run(input, source.Token), TestContext.Current.CancellationToken);
            source.CancelAfter(TimeSpan.FromMilliseconds(50));
            var clock = Stopwatch.StartNew();
            var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
            Assert.Equal(source.Token, exception.CancellationToken);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"the run went on for {clock.Elapsed}");
        }

        using var binding = session.CreateBinding();
        binding.BindInput<float>("x", new float[512 * 512], new TensorShape(512, 512));
        binding.BindOutput("y");
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.ThrowsAny<OperationCanceledException>(() => binding.Run(soon.Token));
    }

    [Fact]
    public void Run_TokenCancelledBefore_DoesNotRun()
    {
        using var session = OnnxSession.Load(TestModels.Identity(ElementType.Float32, 1));
        var input = new Dictionary<string, Tensor> { ["x"] = Tensor.Create([1f], 1) };
        Assert.ThrowsAny<OperationCanceledException>(() => session.Run(input, new CancellationToken(true)));
        using var source = new CancellationTokenSource();
        Assert.Equal(1f, session.Run(input, source.Token)["y"].AsSpan<float>()[0]);
    }

    [Fact]
    public async Task Dispose_WhileRunning_LetsTheRunFinish()
    {
        var session = OnnxSession.Load(TestModels.Slow(256, 200), new OnnxSessionOptions { IntraOpThreads = 1 });
        var input = new Dictionary<string, Tensor> { ["x"] = Tensor.Create(new float[256 * 256], 256, 256) };
        var finished = 0;
        var runs = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (true)
            {
                session.Run(input, TestContext.Current.CancellationToken);
                Interlocked.Increment(ref finished);
            }
        })).ToArray();
        SpinWait.SpinUntil(() => Volatile.Read(ref finished) > 4);
        session.Dispose();
        foreach (var run in runs)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => run);
        }

        Assert.Throws<ObjectDisposedException>(session.CreateBinding);
    }

    private static Dictionary<string, Tensor> Input(int seed) =>
        new() { ["x"] = Tensor.Create([.. Enumerable.Range(0, 8).Select(i => (float)Math.Sin(seed + i))], 1, 8) };
}
