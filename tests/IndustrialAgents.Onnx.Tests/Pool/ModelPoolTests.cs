using System.Security.Cryptography;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>Loading once, leasing, the budget, and what happens to files.</summary>
public sealed class ModelPoolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AcquireAsync_ManyAtOnce_LoadsOnce()
    {
        using var pool = new ModelPool();
        var model = Write("a", 1);
        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => pool.AcquireAsync(model, Token).AsTask(), Token)));
        Assert.All(leases, lease => Assert.Same(leases[0].Session, lease.Session));
        Assert.Equal((1, 1, 1L, 19L), (pool.Statistics.Loaded, pool.Statistics.Leased, pool.Statistics.Loads, pool.Statistics.Hits));
        Assert.Equal(new FileInfo(model.Path).Length, pool.Statistics.CpuBytes + pool.Statistics.CudaBytes);
        Array.ForEach(leases, lease => lease.Dispose());
        Array.ForEach(leases, lease => lease.Dispose());
        Assert.Equal((1, 0), (pool.Statistics.Loaded, pool.Statistics.Leased));
        pool.UnloadIdle();
        Assert.Equal((0, 0L, 1L), (pool.Statistics.Loaded, pool.Statistics.CpuBytes, pool.Statistics.Unloads));
    }

    [Fact]
    public async Task AcquireAsync_SameContentElsewhere_IsTheSameModel()
    {
        using var pool = new ModelPool();
        var model = Write("a", 1);
        var copy = Write("b", 1);
        using var first = await pool.AcquireAsync(model, Token);
        using var second = await pool.AcquireAsync(copy with { Sha256 = copy.Sha256.ToUpperInvariant() }, Token);
        Assert.Same(first.Session, second.Session);
    }

    [Fact]
    public async Task AcquireAsync_OverBudget_UnloadsTheLeastRecentlyUsed()
    {
        var (a, b, c) = (Write("a", 1), Write("b", 2), Write("c", 3));
        using var pool = Pool(2 * new FileInfo(a.Path).Length);
        var first = await UseAsync(pool, a);
        var second = await UseAsync(pool, b);
        await UseAsync(pool, a);
        await UseAsync(pool, c);
        Assert.Equal((2, 3L, 1L), (pool.Statistics.Loaded, pool.Statistics.Loads, pool.Statistics.Unloads));
        Assert.Throws<ObjectDisposedException>(second.CreateBinding);
        Assert.Same(first, await UseAsync(pool, a));
        await UseAsync(pool, b);
        Assert.Equal(4, pool.Statistics.Loads);
    }

    [Fact]
    public async Task AcquireAsync_RestInUse_IsRefusedUntilItIsFree()
    {
        var (a, b) = (Write("a", 1), Write("b", 2));
        using var pool = Pool(new FileInfo(a.Path).Length);
        var lease = await pool.AcquireAsync(a, Token);
        var exception = await Assert.ThrowsAsync<ModelMemoryException>(() => pool.AcquireAsync(b, Token).AsTask());
        Assert.Contains(nameof(ModelPoolOptions.CpuBudget), exception.Message, StringComparison.Ordinal);
        Assert.Contains(b.Path, exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, pool.Statistics.Loaded);
        lease.Dispose();
        await UseAsync(pool, b);
        Assert.Equal(1, pool.Statistics.Loaded);
    }

    [Fact]
    public async Task AcquireAsync_LargerThanBudget_IsRefused()
    {
        var model = Write("a", 1);
        using var pool = Pool(100);
        var exception = await Assert.ThrowsAsync<ModelMemoryException>(() => pool.AcquireAsync(model, Token).AsTask());
        Assert.Contains("more than the budget CpuBudget of 100 bytes", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Pool(-1));
    }

    [Fact]
    public async Task AcquireAsync_OtherContent_IsRefusedAndMayBeMended()
    {
        using var pool = new ModelPool();
        var model = Write("a", 1);
        var bytes = File.ReadAllBytes(model.Path);
        File.WriteAllBytes(model.Path, bytes[..^1]);
        var exception = await Assert.ThrowsAsync<OnnxException>(() => pool.AcquireAsync(model, Token).AsTask());
        Assert.Contains(model.Sha256, exception.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0L, 1L), (pool.Statistics.Loaded, pool.Statistics.CpuBytes, pool.Statistics.Failures));
        File.WriteAllBytes(model.Path, bytes);
        await UseAsync(pool, model);
    }

    [Fact]
    public async Task AcquireAsync_NotAModel_IsRefusedForAllWhoWait()
    {
        using var pool = new ModelPool();
        var path = _folder.Write("garbage.onnx", "not a model"u8);
        var model = new ModelReference(path, Hash(path));
        var waits = Enumerable.Range(0, 5).Select(_ => pool.AcquireAsync(model, Token).AsTask()).ToArray();
        foreach (var wait in waits)
        {
            Assert.Contains("garbage.onnx", (await Assert.ThrowsAsync<OnnxException>(() => wait)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, pool.Statistics.Loaded);
    }

    [Fact]
    public async Task AcquireAsync_FileDeletedInUse_GoesOnUntilItMustBeReloaded()
    {
        using var pool = new ModelPool();
        var model = Write("a", 1);
        var lease = await pool.AcquireAsync(model, Token);
        File.Delete(model.Path);
        Assert.Equal(4, Run(lease.Session).Shape[1]);
        using (var again = await pool.AcquireAsync(model, Token))
        {
            Assert.Same(lease.Session, again.Session);
        }

        lease.Dispose();
        pool.UnloadIdle();
        var exception = await Assert.ThrowsAsync<OnnxException>(() => pool.AcquireAsync(model, Token).AsTask());
        Assert.Equal(OnnxErrorCode.NoSuchFile, exception.Code);
        Assert.Contains(model.Path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AcquireAsync_ExternalData_IsVerifiedAndCounted()
    {
        using var pool = new ModelPool();
        var path = Path.Combine(_folder.Path, "external.onnx");
        Mlp.Create([64, 64, 4], 1).Save(path, new OnnxSaveOptions { ExternalDataThreshold = 16 });
        var data = Assert.Single(Directory.GetFiles(_folder.Path), file => file != path);
        var model = new ModelReference(path, Hash(path)) { ExternalData = [new ModelFile(data, Hash(data))] };
        await UseAsync(pool, model);
        Assert.Equal(new FileInfo(path).Length + new FileInfo(data).Length, pool.Statistics.CpuBytes);
        var wrong = model with { ExternalData = [new ModelFile(data, model.Sha256)] };
        Assert.NotEqual(model, wrong);
        Assert.Equal(model, wrong with { ExternalData = [new ModelFile(data, Hash(data).ToUpperInvariant())] });
        Assert.Contains(data, (await Assert.ThrowsAsync<OnnxException>(() => pool.AcquireAsync(wrong, Token).AsTask())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AcquireAsync_CancelledOrDisposed_Throws()
    {
        var pool = new ModelPool();
        var model = Write("a", 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pool.AcquireAsync(model, new CancellationToken(true)).AsTask());
        var lease = await pool.AcquireAsync(model, Token);
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Run(lease.Session));
        lease.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.AcquireAsync(model, Token).AsTask());
    }

    [Fact]
    public async Task AcquireAsync_ManyCallersAndLittleRoom_EachRunsItsOwnModelWithinTheBudget()
    {
        var models = Enumerable.Range(0, 6).Select(i => Write($"m{i}", i)).ToArray();
        var expected = Array.ConvertAll(models, model =>
        {
            using var session = OnnxSession.Load(model.Path);
            return Run(session);
        });
        var budget = 3 * new FileInfo(models[0].Path).Length;
        using var pool = Pool(budget);
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(
            async () =>
            {
                var random = new Random(worker);
                for (var i = 0; i < 50; i++)
                {
                    var which = random.Next(models.Length);
                    try
                    {
                        using var lease = await pool.AcquireAsync(models[which], Token);
                        Assert.Equal(expected[which], Run(lease.Session));
                    }
                    catch (ModelMemoryException)
                    {
                        Interlocked.Increment(ref refused);
                    }

                    Assert.InRange(pool.Statistics.CpuBytes, 0, budget);
                }
            },
            Token)));
        var statistics = pool.Statistics;
        Assert.Equal(0, statistics.Leased);
        Assert.Equal(200, statistics.Loads + statistics.Hits + refused);
        Assert.Equal(statistics.Loaded, statistics.Loads - statistics.Unloads);
    }

    private static ModelPool Pool(long budget) => new(new ModelPoolOptions
    {
        CpuBudget = budget,
        Session = new OnnxSessionOptions { Providers = [OnnxProvider.Cpu], IntraOpThreads = 1 },
    });

    private static async Task<OnnxSession> UseAsync(ModelPool pool, ModelReference model)
    {
        using var lease = await pool.AcquireAsync(model, Token);
        Run(lease.Session);
        return lease.Session;
    }

    private static Tensor Run(OnnxSession session)
    {
        var width = session.Inputs[0].Dimensions![1].Length!.Value;
        return session.Run(new Dictionary<string, Tensor> { ["x"] = Tensor.Create([.. Enumerable.Repeat(1f, (int)width)], 1, width) }, Token)["y"];
    }

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private ModelReference Write(string name, int seed)
    {
        var path = Path.Combine(_folder.Path, name + ".onnx");
        Mlp.Create([8, 4], seed).Save(path);
        return new ModelReference(path, Hash(path));
    }
}
