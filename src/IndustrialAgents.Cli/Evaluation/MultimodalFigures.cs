using System.Globalization;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Cli.Evaluation;

/// <summary>The figures of <see cref="MultimodalEvaluation"/>, each with its interval.</summary>
internal static class MultimodalFigures
{
    private const string Suite = "multimodal-sim";
    private const int BootstrapSeed = 7;
    private const string Misleads = "to be -0.02 at the least; every case's modality is about another mode, and nobody is told";

    public static IReadOnlyList<Figure> Of(IReadOnlyList<(PlantAnswers Test, PlantBelief Belief)> kinds, MultimodalOptions options)
    {
        var protocol = $"simulated plant of pumps, bearings, conveyors and presses, 5 failure modes each; experts fitted to {options.Fitted} cases of each kind, calibrations and shares to {options.Calibrated} "
            + $"others, of which none misleads, tested on {options.Tested} of each kind of another plant with other machines, seed {options.TestSeed}, one after the other: how far a modality is suspected to "
            + string.Create(CultureInfo.InvariantCulture, $"mislead follows the answers to about {options.Memory} cases before, without their truth; 95 % intervals by paired bootstrap over cases");
        var all = Pooled(kinds, PlantExperts.Modalities);
        var singles = PlantExperts.Modalities.ToDictionary(modality => modality, modality => Pooled(kinds, [modality]).Right);
        var figures = new List<Figure>();
        AddMargin("all", all.Right, singles, "at the least above 0, as the best single modality on the same resample is taken off");
        AddCalibration("all", all, protocol);
        var natural = new PooledCases([.. kinds.SelectMany(kind => kind.Test.PoolNaturally(kind.Belief, options.NaturalShare, options.TestSeed))]);
        var naturally = protocol + string.Create(CultureInfo.InvariantCulture, $"; each modality misleads in {100 * options.NaturalShare:0} % of cases, independently of the others");
        figures.Add(new Figure($"{Suite}/natural/accuracy", natural.Accuracy, "", naturally, Interval(natural.Right)));
        AddCalibration("natural", natural, naturally);
        foreach (var (modality, right) in singles)
        {
            figures.Add(new Figure($"{Suite}/{PlantExperts.Word(modality)}/accuracy", Accuracy(right), "", protocol, Interval(right)));
            figures.AddRange(kinds.Select(kind => new Figure(
                $"{Suite}/{PlantExperts.Word(modality)}/{kind.Test.Kind.ToString().ToLowerInvariant()}/accuracy", Pooled([kind], [modality]).Accuracy, "", protocol)));
        }

        figures.AddRange(kinds.Select(kind => new Figure(
            $"{Suite}/all/{kind.Test.Kind.ToString().ToLowerInvariant()}/accuracy", Pooled([kind], PlantExperts.Modalities).Accuracy, "", protocol, Shares(kind.Belief.Shares))));
        foreach (var modality in PlantExperts.Modalities)
        {
            var others = PlantExperts.Modalities.Where(other => other != modality).ToArray();
            var rest = others.ToDictionary(other => other, other => singles[other]);
            AddMargin($"missing-{PlantExperts.Word(modality)}", Pooled(kinds, others).Right, rest, "to be -0.02 at the least");
            AddMargin($"misleading-{PlantExperts.Word(modality)}", Pooled(kinds, PlantExperts.Modalities, modality).Right, rest, Misleads);
            AddMargin($"misleading-{PlantExperts.Word(modality)}/alone", Pooled(kinds, PlantExperts.Modalities, modality, alone: true).Right, rest, Misleads + "; each case on its own, without those before it");
        }

        return figures;

        void AddCalibration(string name, PooledCases pooled, string protocol)
        {
            figures.Add(new Figure($"{Suite}/{name}/log_loss", pooled.LogLoss, "nats", protocol));
            figures.Add(new Figure($"{Suite}/{name}/calibration_error", pooled.CalibrationError, "", protocol + "; expected calibration error of the first mode, 15 bins of equal width"));
        }

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

    private static PooledCases Pooled(IReadOnlyList<(PlantAnswers Test, PlantBelief Belief)> kinds, IReadOnlyList<Modality> used, Modality? misled = null, bool alone = false) =>
        new([.. kinds.SelectMany(kind => kind.Test.Pool(kind.Belief, used, misled, alone))]);

    private static double Accuracy(bool[] right) => right.Average(isRight => isRight ? 1.0 : 0);

    private static string Interval(bool[] right)
    {
        var (low, high) = PairedBootstrap.Interval(right.Length, drawn => drawn.Average(i => right[i] ? 1.0 : 0), BootstrapSeed);
        return string.Create(CultureInfo.InvariantCulture, $"95 % interval {low:0.000} to {high:0.000}");
    }

    private static string Shares(IReadOnlyDictionary<string, double> shares) => "prior probability that it misleads: " + string.Join(
        ", ", shares.Select(member => string.Create(CultureInfo.InvariantCulture, $"{member.Key} {member.Value:0.000}")));
}
