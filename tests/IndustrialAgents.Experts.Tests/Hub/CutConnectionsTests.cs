using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Tests.Hub;

namespace IndustrialAgents.Experts.Tests.Hub;

public sealed class CutConnectionsTests
{
    [Fact]
    public async Task DownloadAsync_AnySequenceOfCuts_EndsWithTheFileOrAClearError()
    {
        await using var server = await HubServer.StartAsync();
        server.Linger = TimeSpan.Zero;
        var content = server.Files["m.onnx"] = HubServer.Bytes(20_000);
        using var hub = new HttpModelHub(server.Options with { RetryDelay = TimeSpan.Zero, MaxRetryDelay = TimeSpan.Zero, MaxResumes = 6 }, TimeProvider.System);
        var model = await hub.FindAsync(HubReference.Parse(HubServer.Repository), TestContext.Current.CancellationToken);

        // Cuts of no byte are more frequent than by chance alone, or retries would never run out.
        var cut = Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 9000));
        Prop.ForAll(
            Gen.ListOf(cut).Select(cuts => cuts.Take(12).ToArray()).ToArbitrary(),
            cuts =>
            {
                using var folder = new TestFolder();
                server.Cuts.Clear();
                Array.ForEach(cuts, server.Cuts.Enqueue);
                var arrives = false;
                for (var attempt = 0; attempt < 20 && !arrives; attempt++)
                {
                    try
                    {
                        hub.DownloadAsync(model, model.Files[0], folder["m.onnx"], null, CancellationToken.None).GetAwaiter().GetResult();
                        arrives = true;
                    }
                    catch (ModelHubUnreachableException e)
                    {
                        Assert.Contains("m.onnx", e.Message, StringComparison.Ordinal);
                        Assert.False(File.Exists(folder["m.onnx"]));
                    }
                }

                return arrives && File.ReadAllBytes(folder["m.onnx"]).AsSpan().SequenceEqual(content) && Directory.GetFiles(folder.Path).Length == 1;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }
}
