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
            long loaded;
            using (var lease = await pool.AcquireAsync(model, TestContext.Current.CancellationToken))
            {
                lease.Session.Run(input, TestContext.Current.CancellationToken);
                loaded = Resident();
            }

            // Against what it was while loaded, as the rest of the process gives memory back too when the heap is trimmed.
            pool.UnloadIdle();
            var after = Resident();
            var figures = $"{before / Megabyte} MB before loading 256 MB, {loaded / Megabyte} MB after, {after / Megabyte} MB after unloading";
            TestContext.Current.TestOutputHelper?.WriteLine(figures);
            Assert.True(loaded - after > 240 * Megabyte && after - before < 40 * Megabyte, figures);
        }
    }

    private static long Resident()
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan("VmRSS:".Length).Trim().TrimEnd("kB").Trim(), System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }
}
