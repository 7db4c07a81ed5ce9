using System.Security.Cryptography;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>That unloading gives memory back to the system. Alone, since it measures the process.</summary>
[CollectionDefinition(nameof(ModelMemoryTests), DisableParallelization = true)]
[Collection(nameof(ModelMemoryTests))]
public sealed class ModelMemoryTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public async Task UnloadIdle_LargeModel_GivesResidentMemoryBack()
    {
        Assert.SkipWhen(!OperatingSystem.IsLinux(), "resident memory is read from /proc");
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "large.onnx");
        TestModels.WriteLarge(path, 8192);
        await using var stream = File.OpenRead(path);
        var model = new ModelReference(path, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, TestContext.Current.CancellationToken)));
        using var pool = new ModelPool(new ModelPoolOptions
        {
            CpuBudget = 300 * Megabyte,
            Session = new OnnxSessionOptions { Providers = [OnnxProvider.Cpu], IntraOpThreads = 1 },
        });
        var input = new Dictionary<string, Tensor> { ["x"] = Tensor.Create(new float[8192], 1, 8192) };
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var before = Resident();
        for (var i = 0; i < 2; i++)
        {
            using (var lease = await pool.AcquireAsync(model, TestContext.Current.CancellationToken))
            {
                lease.Session.Run(input, TestContext.Current.CancellationToken);
                var loaded = Resident();
                Assert.True(loaded - before > 240 * Megabyte, $"{before / Megabyte} MB before loading 256 MB, {loaded / Megabyte} MB after");
            }

            pool.UnloadIdle();
            var after = Resident();
            TestContext.Current.TestOutputHelper?.WriteLine($"{before / Megabyte} MB before, {after / Megabyte} MB after unloading");
            Assert.True(after - before < 40 * Megabyte, $"{before / Megabyte} MB before loading 256 MB, {after / Megabyte} MB after unloading");
        }
    }

    private static long Resident()
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan("VmRSS:".Length).Trim().TrimEnd("kB").Trim(), System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }
}
