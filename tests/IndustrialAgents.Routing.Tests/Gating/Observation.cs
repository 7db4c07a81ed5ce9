using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Gating;

/// <summary>A piece of feedback as a gate learns it, and how statistics are compared.</summary>
internal sealed record Observation(Request Request, IReadOnlyList<(ExpertId Expert, double Loss)> Losses)
{
    private static readonly string?[] Assets = [null, "acme", "acme/site/line/pump", "acme/site/line/fan", "other"];
    private static readonly string?[] Regimes = [null, "run", "start"];
    private static readonly ExpertTask[] Tasks = [ExpertTask.Classify, ExpertTask.Forecast];

    public static Gen<Observation> Any { get; } =
        from task in Gen.Elements(Tasks)
        from asset in Gen.Elements(Assets)
        from regime in Gen.Elements(Regimes)
        from experts in Gen.Choose(1, 3)
        from losses in Gen.Choose(0, 1000).ArrayOf(experts)
        select new Observation(
            Given.Text(task, asset, regime), [.. losses.Select((loss, i) => (new ExpertId($"e{i}", i == 0 ? "1" : "2"), loss / 1000.0))]);

    public static LossStatistics Learn(IEnumerable<Observation> observations, RouterOptions options)
    {
        var statistics = new LossStatistics(options);
        foreach (var observation in observations)
        {
            statistics.Learn(observation.Request, observation.Losses);
        }

        return statistics;
    }

    /// <summary>Whether both have the same contexts, experts and numbers of losses, and sums that differ by rounding alone: 1e-12 relative.</summary>
    public static bool AreSame(LossStatistics left, LossStatistics right)
    {
        var (a, b) = (left.Records.ToArray(), right.Records.ToArray());
        return left.Contexts == right.Contexts && a.Length == b.Length && Array.TrueForAll(a, record =>
            right.Find(record.Context, record.Expert) is var other
            && record.Record.Observations == other.Observations && Close(record.Record.Sum, other.Sum) && Close(record.Record.Count, other.Count));

        static bool Close(double x, double y) => Math.Abs(x - y) <= 1e-12 * Math.Max(Math.Abs(x), Math.Abs(y));
    }
}
