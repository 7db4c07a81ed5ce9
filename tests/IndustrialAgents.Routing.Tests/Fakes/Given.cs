using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Routing.Tests.Fakes;

/// <summary>Requests, outputs and routers as most tests need them.</summary>
internal static class Given
{
    public static readonly string[] Labels = ["wear", "leak", "normal"];

    public static Request Text(ExpertTask task = ExpertTask.Classify, string? asset = null, string? regime = null) => new()
    {
        Task = task,
        Inputs = [new TextInput("bearing hums")],
        Asset = asset is null ? null : AssetPath.Parse(asset),
        Regime = regime,
    };

    public static ClassProbabilities Classes(params double[] probabilities) => new(Labels, probabilities);

    public static Router Router(IExpertDirectory directory, RouteOptions? route = null, IDecisionStore? store = null, TimeProvider? time = null) =>
        Router(directory, new RouterOptions { Routes = new Dictionary<string, RouteOptions> { ["default"] = route ?? new RouteOptions() } }, store, time);

    public static Router Router(IExpertDirectory directory, RouterOptions options, IDecisionStore? store = null, TimeProvider? time = null) =>
        new(directory, store ?? new InMemoryDecisionStore(), options, time ?? new FakeTimeProvider(), NullLogger<Router>.Instance);

    public static Vote[] Votes(double[] weights, params ExpertOutput[] outputs)
    {
        var sum = weights.Sum();
        return [.. outputs.Select((output, i) => new Vote(output, weights[i] / sum))];
    }

    public static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition())
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
