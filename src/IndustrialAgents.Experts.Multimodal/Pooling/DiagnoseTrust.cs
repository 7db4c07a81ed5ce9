namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Fits weight and contamination of each member to paired examples: those under which the true modes are most likely in <see cref="FailureModePool"/>
/// with <see cref="ContaminatedEvidence"/>. The loss is not convex, so the search starts from the weights of <see cref="DiagnoseWeights"/> and goes along
/// one parameter at a time (Hooke, Jeeves 1961, doi:10.1145/321062.321069); the same examples give the same answer. Thread-safe.
/// </summary>
public static class DiagnoseTrust
{
    private const double MaxWeight = 8;
    private const double LeastStep = 0.005;

    /// <summary>Fits each member's trust. The examples should hold misleading modalities as often as the plant does.</summary>
    /// <param name="examples">Cases that the members were not fitted to.</param>
    /// <param name="labelModes">Each member's map from labels to failure modes, by its name; empty where they are called the same.</param>
    /// <param name="modes">The failure modes, at least two.</param>
    /// <param name="prior">Prior of modes, positive; 1 for those not named.</param>
    /// <param name="normal">The mode that means no fault.</param>
    /// <param name="penalty">How many examples' worth of trust there is in weights of 1 and no contamination, positive.</param>
    /// <returns>Trust by member.</returns>
    /// <exception cref="InvalidRequestException">There are no examples, or one has a mode that is not among <paramref name="modes"/>.</exception>
    public static IReadOnlyDictionary<string, MemberTrust> Fit(
        IReadOnlyList<DiagnoseExample> examples,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> labelModes,
        IReadOnlyList<string> modes,
        IReadOnlyDictionary<string, double>? prior = null,
        string normal = "normal",
        double penalty = 1)
    {
        var weights = DiagnoseWeights.Fit(examples, labelModes, modes, prior, normal, penalty);
        string[] members = [.. labelModes.Keys.Order(StringComparer.Ordinal)];
        var problem = new TrustProblem(
            [.. modes.Select(mode => Math.Log(prior?.GetValueOrDefault(mode, 1) ?? 1))],
            [.. examples.Select(example => modes.ToList().IndexOf(example.Mode))],
            Array.ConvertAll(members, member => examples.Select(
                example => example.Outputs.TryGetValue(member, out var output) ? ModeEvidence.Of(output, labelModes[member], modes, normal) : null).ToArray()),
            penalty);
        for (var m = 0; m < members.Length; m++)
        {
            problem.Set(m, new MemberTrust(weights[members[m]], 0.02));
        }

        for (var step = 1.0; step > LeastStep; step /= 2)
        {
            bool improved;
            do
            {
                improved = false;
                for (var m = 0; m < members.Length; m++)
                {
                    improved |= Improve(problem, m, step);
                }
            }
            while (improved);
        }

        return members.Select((member, m) => (member, trust: problem.Trust(m))).ToDictionary(pair => pair.member, pair => pair.trust);
    }

    private static bool Improve(TrustProblem problem, int member, double step)
    {
        var best = problem.Loss();
        var improved = false;
        foreach (var (weight, odds) in new[] { (step, 0.0), (-step, 0), (0, step), (0, -step) })
        {
            var old = problem.Trust(member);
            problem.Set(member, new MemberTrust(
                Math.Clamp(old.Weight + weight, 0, MaxWeight), odds == 0 ? old.Contamination : Shift(old.Contamination, 2 * odds)));
            var loss = problem.Loss();
            if (loss < best - 1e-9)
            {
                (best, improved) = (loss, true);
            }
            else
            {
                problem.Set(member, old);
            }
        }

        return improved;
    }

    // Along the log-odds, within 1 in 10,000 and 9 in 10.
    private static double Shift(double contamination, double by)
    {
        var odds = contamination / (1 - contamination) * Math.Exp(by);
        return Math.Clamp(odds / (1 + odds), 1e-4, 0.9);
    }
}
