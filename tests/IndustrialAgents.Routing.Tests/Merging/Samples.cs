using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Routing.Tests.Merging;

/// <summary>Generators of what is merged.</summary>
internal static class Samples
{
    public static Gen<double> Unit { get; } = Gen.Choose(0, 1000).Select(i => i / 1000.0);

    public static Gen<double> Weight { get; } = Gen.Choose(1, 1000).Select(i => i / 100.0);

    public static Gen<double> Real { get; } = Gen.Choose(-100_000, 100_000).Select(i => i / 100.0);

    public static Gen<double[]> Distribution(int count) =>
        Gen.Choose(1, 1000).ArrayOf(count).Select(parts => parts.Select(part => part / (double)parts.Sum()).ToArray());

    /// <summary>Two to five experts' values with their weights.</summary>
    public static Arbitrary<(T Item, double Weight)[]> Weighted<T>(Gen<T> item) => Arb.From(
        Gen.Choose(2, 5).SelectMany(count => item.Zip(Weight, (value, weight) => (value, weight)).ArrayOf(count)));

    public static Vote[] Votes<T>(IEnumerable<(T Item, double Weight)> items)
        where T : ExpertOutput
    {
        var list = items.ToArray();
        var sum = list.Sum(item => item.Weight);
        return [.. list.Select(item => new Vote(item.Item, item.Weight / sum))];
    }

    public static bool Close(ReadOnlySpan<double> left, ReadOnlySpan<double> right, double tolerance = 1e-9)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (Math.Abs(left[i] - right[i]) > tolerance * (1 + Math.Abs(left[i])))
            {
                return false;
            }
        }

        return true;
    }

    public static double[] Widen(ReadOnlyMemory<float> values) => [.. values.ToArray().Select(value => (double)value)];
}
