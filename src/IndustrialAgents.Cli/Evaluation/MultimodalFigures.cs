using System.Globalization;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Multimodal;

namespace IndustrialAgents.Cli.Evaluation;

/// <summary>The figures of <see cref="MultimodalEvaluation"/>, each with its interval.</summary>
internal static class MultimodalFigures
{
    private const string Suite = "multimodal-sim";
    private const int BootstrapSeed = 7;

    public static IReadOnlyList<Figure> Of(IReadOnlyList<(PlantAnswers Test, IReadOnlyDictionary<string, MemberTrust> Trust)> kinds, MultimodalOptions options, double misleadingShare)
    {
        var protocol = $"simulated plant of pumps, bearings, conveyors and presses, 5 failure modes each; experts fitted to {options.Fitted} cases of each kind, trust to {options.Calibrated} "
            + string.Create(CultureInfo.InvariantCulture, $"others in which each modality misleads in {100 * misleadingShare:0} % (of {string.Join(", ", options.MisleadingShares)} the share with the best worst case on a plant of its own, {options.Validated} cases of each kind), tested on {options.Tested} of each kind of another plant; 95 % intervals by paired bootstrap over cases");
        var all = Right(kinds, PlantExperts.Modalities);
        var singles = PlantExperts.Modalities.ToDictionary(modality => modality, modality => Right(kinds, [modality]));
        var figures = new List<Figure>();
        AddMargin("all", all, singles, "at the least above 0, as the best single modality on the same resample is taken off");
        foreach (var (modality, right) in singles)
        {
            figures.Add(new Figure($"{Suite}/{PlantExperts.Word(modality)}/accuracy", Accuracy(right), "", protocol, Interval(right)));
            figures.AddRange(kinds.Select(kind => new Figure(
                $"{Suite}/{PlantExperts.Word(modality)}/{kind.Test.Kind.ToString().ToLowerInvariant()}/accuracy", Accuracy(kind.Test.AreRight(kind.Trust, [modality])), "", protocol)));
        }

        figures.AddRange(kinds.Select(kind => new Figure(
            $"{Suite}/all/{kind.Test.Kind.ToString().ToLowerInvariant()}/accuracy", Accuracy(kind.Test.AreRight(kind.Trust, PlantExperts.Modalities)), "", protocol, Trust(kind.Trust))));
        foreach (var modality in PlantExperts.Modalities)
        {
            var others = PlantExperts.Modalities.Where(other => other != modality).ToArray();
            var rest = others.ToDictionary(other => other, other => singles[other]);
            AddMargin($"missing-{PlantExperts.Word(modality)}", Right(kinds, others), rest, "to be -0.02 at the least");
            AddMargin($"misleading-{PlantExperts.Word(modality)}", Right(kinds, PlantExperts.Modalities, modality), rest, "to be -0.02 at the least; every case's modality is about another mode, and nobody is told");
        }

        return figures;

        void AddMargin(string name, bool[] right, IReadOnlyDictionary<Modality, bool[]> against, string wanted)
        {
            var best = against.MaxBy(single => Accuracy(single.Value));
            var (low, high) = PairedBootstrap.Interval(
                right.Length, drawn => drawn.Average(i => right[i] ? 1.0 : 0) - against.Values.Max(single => drawn.Average(i => single[i] ? 1.0 : 0)), BootstrapSeed);
            figures.Add(new Figure($"{Suite}/{name}/accuracy", Accuracy(right), "", protocol, Interval(right)));
            figures.Add(new Figure(
                $"{Suite}/{name}/margin", Accuracy(right) - Accuracy(best.Value), "", protocol + "; margin: accuracy less that of the best single modality that is there and honest",
                string.Create(CultureInfo.InvariantCulture, $"against {PlantExperts.Word(best.Key)}, 95 % interval {low:0.000} to {high:0.000}; {wanted}")));
        }
    }

    private static bool[] Right(
        IReadOnlyList<(PlantAnswers Test, IReadOnlyDictionary<string, MemberTrust> Trust)> kinds, IReadOnlyList<Modality> used, Modality? misled = null) =>
        [.. kinds.SelectMany(kind => kind.Test.AreRight(kind.Trust, used, misled))];

    private static double Accuracy(bool[] right) => right.Average(isRight => isRight ? 1.0 : 0);

    private static string Interval(bool[] right)
    {
        var (low, high) = PairedBootstrap.Interval(right.Length, drawn => drawn.Average(i => right[i] ? 1.0 : 0), BootstrapSeed);
        return string.Create(CultureInfo.InvariantCulture, $"95 % interval {low:0.000} to {high:0.000}");
    }

    private static string Trust(IReadOnlyDictionary<string, MemberTrust> trust) => "weight and contamination: " + string.Join(
        ", ", trust.Select(member => string.Create(CultureInfo.InvariantCulture, $"{member.Key} {member.Value.Weight:0.00} {member.Value.Contamination:0.000}")));
}
