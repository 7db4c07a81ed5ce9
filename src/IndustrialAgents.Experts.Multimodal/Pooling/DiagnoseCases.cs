namespace IndustrialAgents.Experts.Multimodal;

/// <summary>Cases of one set of failure modes that members were not fitted to, for fitting how far they are believed.</summary>
/// <param name="Examples">The cases.</param>
/// <param name="LabelModes">Each member's map from labels to failure modes, by its name; empty where they are called the same.</param>
/// <param name="Modes">The failure modes, at least two.</param>
public sealed record DiagnoseCases(
    IReadOnlyList<DiagnoseExample> Examples, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> LabelModes, IReadOnlyList<string> Modes)
{
    /// <summary>Prior of modes, positive; 1 for those not named.</summary>
    public IReadOnlyDictionary<string, double> Prior { get; init; } = new Dictionary<string, double>();

    /// <summary>The mode that means no fault.</summary>
    public string Normal { get; init; } = "normal";

    /// <summary>The true mode of each example.</summary>
    /// <exception cref="InvalidRequestException">There are no examples, fewer than two modes, a prior is not positive, or an example has a mode that is not among them.</exception>
    internal int[] Truths()
    {
        InvalidRequestException.Require(Examples.Count > 0, "examples", "there are none; at least one is needed");
        InvalidRequestException.Require(Modes.Count >= 2, "modes", $"{Modes.Count}; at least two are needed");
        var priors = Priors();
        InvalidRequestException.Require(Array.TrueForAll(priors, prior => prior > 0 && double.IsFinite(prior)), "prior", $"{string.Join(", ", priors)}; each must be positive and finite");
        var numbers = Modes.Select((mode, k) => (mode, k)).ToDictionary(pair => pair.mode, pair => pair.k);
        return
        [
            .. Examples.Select((example, i) => numbers.TryGetValue(example.Mode, out var k)
                ? k
                : throw new InvalidRequestException($"examples[{i}].mode", $"'{example.Mode}' is not one of {string.Join(", ", Modes)}")),
        ];
    }

    /// <summary>The prior of each mode.</summary>
    internal double[] Priors() => [.. Modes.Select(mode => Prior.GetValueOrDefault(mode, 1))];

    /// <summary>What a member says of each example; null where it says nothing.</summary>
    internal double[]?[] Evidence(string member) =>
        [.. Examples.Select(example => example.Outputs.TryGetValue(member, out var output) ? ModeEvidence.Of(output, LabelModes[member], Modes, Normal) : null)];
}
