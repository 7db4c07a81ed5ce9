using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Onnx.Batching;

namespace IndustrialAgents.Onnx.Tests.Batching;

public sealed class BatchedModelValuesTests
{
    private static readonly BatchingOptions OneRunner = new() { Runners = 1 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_SameAndOtherDimensions_OnlyTheSameShareARun()
    {
        using var session = BatchingModels.Ragged();
        using var model = new BatchedModel(session, OneRunner);
        var held = model.Scheduler.TryBegin(0)!;
        int[] lengths = [3, 5, 3, 5, 3, 2];
        var tasks = lengths.Select((length, i) => model.RunAsync(Input(i, 1 + (i % 2), length), null, null, Token).AsTask()).ToArray();
        model.Scheduler.End(held, 0, false);
        var results = await Task.WhenAll(tasks);

        for (var i = 0; i < lengths.Length; i++)
        {
            AssertOwn(i, 1 + (i % 2), lengths[i], results[i]);
        }

        Assert.Equal(3, model.Statistics.Runs);
    }

    [Fact]
    public async Task RunAsync_OtherOutputs_DoNotShareARun()
    {
        using var session = BatchingModels.Ragged();
        using var model = new BatchedModel(session, OneRunner);
        var held = model.Scheduler.TryBegin(0)!;
        var sum = model.RunAsync(Input(1, 1, 3), ["sum"], null, Token).AsTask();
        var both = model.RunAsync(Input(2, 1, 3), null, null, Token).AsTask();
        model.Scheduler.End(held, 0, false);

        Assert.Equal(["sum"], (await sum).Keys);
        Assert.Equal(2, (await both).Count);
        Assert.Equal(2, model.Statistics.Runs);
    }

    [Fact]
    public async Task RunAsync_ModelsThatCannotBatch_RunSingly()
    {
        foreach (var session in new[] { BatchingModels.OneRowOnly(), BatchingModels.SumOfRows() })
        {
            using var owned = session;
            using var model = new BatchedModel(session, OneRunner);
            var held = model.Scheduler.TryBegin(0)!;
            var tasks = Enumerable.Range(0, 3).Select(i => model.RunAsync(Input(i, 1, BatchingModels.Width), null, null, Token).AsTask()).ToArray();
            model.Scheduler.End(held, 0, false);
            var results = await Task.WhenAll(tasks);

            Assert.All(results, r => Assert.Equal(new TensorShape(1, BatchingModels.Width), r["y"].Shape));
            Assert.Equal(3, results.Select(r => r["y"].AsSpan<float>()[0]).Distinct().Count());
            Assert.False(model.IsBatching);
        }
    }

    [Fact]
    public async Task RunAsync_BadRequestAmongGood_FailsAlone()
    {
        using var session = BatchingModels.Lookup();
        using var model = new BatchedModel(session, OneRunner);
        var held = model.Scheduler.TryBegin(0)!;
        long[] indices = [2, 9, 0];
        var tasks = indices.Select(i => model.RunAsync(One(Tensor.Create([i], 1, 1)), null, null, Token).AsTask()).ToArray();
        var unknown = model.RunAsync(new Dictionary<string, Tensor> { ["nowhere"] = Tensor.Create([1L], 1, 1) }, null, null, Token).AsTask();
        model.Scheduler.End(held, 0, false);

        Assert.Equal(12f, (await tasks[0])["y"].AsSpan<float>()[0]);
        await Assert.ThrowsAsync<OnnxException>(() => tasks[1]);
        Assert.Equal(10f, (await tasks[2])["y"].AsSpan<float>()[0]);
        Assert.Contains("nowhere", (await Assert.ThrowsAsync<OnnxException>(() => unknown)).Message, StringComparison.Ordinal);
        Assert.True(model.IsBatching);
    }

    [Fact]
    public void RunAsync_ManyCallersSomeLeaving_EachGetsItsOwnRows()
    {
        using var session = BatchingModels.Ragged();
        Prop.ForAll<PositiveInt, PositiveInt>((callers, seed) =>
        {
            using var model = new BatchedModel(session, new BatchingOptions { MaxBatch = 1 + (seed.Get % 8) });
            var all = Enumerable.Range(0, 2 + (callers.Get % 16)).Select(caller => Task.Run(() => CallAsync(model, caller, seed.Get + caller), Token));
            Task.WhenAll(all).WaitAsync(TimeSpan.FromMinutes(1), Token).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Theory]
    [InlineData("prognosys_lstm_ae/lstm_autoencoder.onnx", 30, 4)]
    [InlineData("fuel_cell/model.onnx", 11)]
    public async Task RunAsync_RealModelInABatch_GivesWhatItGivesAlone(string name, params int[] row)
    {
        var data = Environment.GetEnvironmentVariable("IA_DATA");
        Assert.SkipWhen(data is null, "IA_DATA names no folder of real models");
        using var session = OnnxSession.Load(Path.Combine(data!, "models", name), new OnnxSessionOptions { Providers = [OnnxProvider.Cpu] });
        var input = session.Inputs[0].Name;
        var shape = new TensorShape([1, .. row.Select(r => (long)r)]);
        var requests = Enumerable.Range(0, 5).Select(i =>
            Tensor.Create<float>([.. Enumerable.Range(0, (int)shape.ElementCount).Select(k => 1 + (0.5f * MathF.Sin(k + i)))], shape)).ToArray();
        var alone = requests.Select(r => session.Run(new Dictionary<string, Tensor> { [input] = r }, Token)).ToArray();

        using var model = new BatchedModel(session, OneRunner);
        var held = model.Scheduler.TryBegin(0)!;
        var tasks = requests.Select(r => model.RunAsync(new Dictionary<string, Tensor> { [input] = r }, null, null, Token).AsTask()).ToArray();
        model.Scheduler.End(held, 0, false);
        var together = await Task.WhenAll(tasks);

        for (var i = 0; i < requests.Length; i++)
        {
            foreach (var (output, expected) in alone[i])
            {
                Assert.Equal(expected.Shape, together[i][output].Shape);
                foreach (var (a, b) in expected.AsSpan<float>().ToArray().Zip(together[i][output].AsSpan<float>().ToArray()))
                {
                    Assert.Equal(a, b, 1e-4 * Math.Max(1, Math.Abs(a)));
                }
            }
        }

        Assert.Equal(!name.StartsWith("prognosys", StringComparison.Ordinal), model.IsBatching);
    }

    private static async Task CallAsync(BatchedModel model, int caller, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 10; i++)
        {
            var (rows, length) = (1 + random.Next(2), 1 + random.Next(3));
            using var cancel = new CancellationTokenSource();
            var task = model.RunAsync(Input(caller + i, rows, length), null, null, random.Next(4) == 0 ? cancel.Token : CancellationToken.None);
            await cancel.CancelAsync();
            try
            {
                AssertOwn(caller + i, rows, length, await task);
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    private static Dictionary<string, Tensor> Input(int seed, int rows, int length) =>
        One(Tensor.Create<float>([.. Enumerable.Range(0, rows * length).Select(i => (float)((100 * seed) + i))], new TensorShape(rows, length)));

    private static Dictionary<string, Tensor> One(Tensor tensor) => new() { ["x"] = tensor };

    private static void AssertOwn(int seed, int rows, int length, IReadOnlyDictionary<string, Tensor> result)
    {
        var x = Input(seed, rows, length)["x"].AsSpan<float>().ToArray();
        Assert.Equal(x.Select(v => 2 * v), result["y"].AsSpan<float>().ToArray());
        Assert.Equal(x.Chunk(length).Select(r => r.Sum()), result["sum"].AsSpan<float>().ToArray());
    }
}
