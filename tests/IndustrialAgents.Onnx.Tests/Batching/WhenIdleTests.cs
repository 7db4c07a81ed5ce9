using IndustrialAgents.Onnx.Batching;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests.Batching;

/// <summary>A model that is loaded twice, for a lone caller and for a crowd, answers both alike.</summary>
public sealed class WhenIdleTests
{
    private const int Width = 640;
    private static readonly OnnxSessionOptions Twice = new() { Providers = [OnnxProvider.Cpu], AllCoresWhenIdle = true };

    [Fact]
    public async Task RunRowsAsync_LoneCallerAndCrowd_GiveWhatAPlainSessionGives()
    {
        var file = Mlp.Create([Width, Width, 4], 1).ToBytes();
        Assert.True(file.Length > OnnxSessionOptions.SmallModelBytes);
        using var plain = OnnxSession.Load(file, new OnnxSessionOptions { Providers = [OnnxProvider.Cpu], IntraOpThreads = 1 });
        using var session = OnnxSession.Load(file, Twice);
        using var model = new BatchedModel(session);
        await CheckAsync(model, plain, 0);
        await Task.WhenAll(Enumerable.Range(1, 64).Select(i => Task.Run(() => CheckAsync(model, plain, i))));
        await CheckAsync(model, plain, 65);
    }

    [Fact]
    public async Task RunAsync_NamedTensors_GiveWhatAPlainSessionGives()
    {
        var file = Mlp.Create([Width, Width, 4], 1).ToBytes();
        using var plain = OnnxSession.Load(file, new OnnxSessionOptions { Providers = [OnnxProvider.Cpu], IntraOpThreads = 1 });
        using var session = OnnxSession.Load(file, Twice);
        using var model = new BatchedModel(session);
        var inputs = new Dictionary<string, Tensor> { [session.Inputs[0].Name] = Tensor.Create(Row(3), 1, Width) };
        var expected = plain.Run(inputs, TestContext.Current.CancellationToken).Single().Value.AsSpan<float>().ToArray();
        var actual = (await model.RunAsync(inputs, cancellationToken: TestContext.Current.CancellationToken)).Single().Value.AsSpan<float>().ToArray();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public async Task RunRowsAsync_SessionDisposed_Refuses()
    {
        var session = OnnxSession.Load(Mlp.Create([Width, Width, 4], 1).ToBytes(), Twice);
        using var model = new BatchedModel(session);
        session.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await model.RunRowsAsync(Row(1), new float[4], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AcquireAsync_ModelLoadedTwice_CountsTwice()
    {
        var path = Path.GetTempFileName();
        try
        {
            var file = Mlp.Create([Width, Width, 4], 1).ToBytes();
            await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
            using var pool = new ModelPool(new ModelPoolOptions { Session = Twice });
            var reference = new ModelReference(path, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)));
            using var lease = await pool.AcquireAsync(reference, TestContext.Current.CancellationToken);
            Assert.Equal(Environment.ProcessorCount > 1 ? 2L * file.Length : file.Length, pool.Statistics.CpuBytes);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task CheckAsync(BatchedModel model, OnnxSession plain, int seed)
    {
        var input = Row(seed);
        var output = new float[4];
        await model.RunRowsAsync(input, output, cancellationToken: TestContext.Current.CancellationToken);
        var expected = plain.Run(
            new Dictionary<string, Tensor> { [plain.Inputs[0].Name] = Tensor.Create(input, 1, Width) }, TestContext.Current.CancellationToken).Single().Value.AsSpan<float>().ToArray();
        Assert.All(expected.Zip(output), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private static float[] Row(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Width).Select(_ => random.NextSingle())];
    }
}
