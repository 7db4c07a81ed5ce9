namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Fits the members' weights to paired examples: those under which the true modes are most likely in <see cref="FailureModePool"/>, a conditional
/// logit model with one parameter a member (McFadden 1974), held towards 1 (naive Bayes) by a quadratic penalty and at 0 or above. The loss is
/// convex, so there is one answer. Thread-safe.
/// </summary>
public static class DiagnoseWeights
{
    private const int MaxSweeps = 200;

    /// <summary>Fits one weight a member.</summary>
    /// <param name="examples">Cases that the members were not fitted to.</param>
    /// <param name="labelModes">Each member's map from labels to failure modes, by its name; empty where they are called the same.</param>
    /// <param name="modes">The failure modes, at least two.</param>
    /// <param name="prior">Prior of modes, positive; 1 for those not named.</param>
    /// <param name="normal">The mode that means no fault.</param>
    /// <param name="penalty">How many examples' worth of trust there is in weights of 1, positive.</param>
    /// <returns>Weights by member, not negative.</returns>
    /// <exception cref="InvalidRequestException">There are no examples, or one has a mode that is not among <paramref name="modes"/>.</exception>
    public static IReadOnlyDictionary<string, double> Fit(
        IReadOnlyList<DiagnoseExample> examples,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> labelModes,
        IReadOnlyList<string> modes,
        IReadOnlyDictionary<string, double>? prior = null,
        string normal = "normal",
        double penalty = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(penalty);
        if (examples.Count == 0)
        {
            throw new InvalidRequestException("examples", "there are none; weights are fitted to at least one");
        }

        string[] members = [.. labelModes.Keys.Order(StringComparer.Ordinal)];
        var logPrior = modes.Select(mode => Math.Log(prior?.GetValueOrDefault(mode, 1) ?? 1)).ToArray();
        var problem = new Problem(members.Length, logPrior, penalty, examples.Count);
        for (var i = 0; i < examples.Count; i++)
        {
            var truth = modes.ToList().IndexOf(examples[i].Mode);
            if (truth < 0)
            {
                throw new InvalidRequestException($"examples[{i}].mode", $"'{examples[i].Mode}' is not one of {string.Join(", ", modes)}");
            }

            problem.Add(i, truth, Array.ConvertAll(
                members, member => examples[i].Outputs.TryGetValue(member, out var output) ? ModeEvidence.Of(output, labelModes[member], modes, normal) : null));
        }

        var weights = problem.Solve();
        return members.Select((member, i) => (member, weight: weights[i])).ToDictionary(pair => pair.member, pair => pair.weight);
    }

    private sealed class Problem(int members, double[] logPrior, double penalty, int examples)
    {
        private readonly double[]?[][] _evidence = new double[]?[examples][];
        private readonly int[] _truth = new int[examples];

        public void Add(int example, int truth, double[]?[] evidence) => (_truth[example], _evidence[example]) = (truth, evidence);

        // Newton's step for one weight at a time, halved until the loss falls.
        public double[] Solve()
        {
            var weights = new double[members];
            Array.Fill(weights, 1);
            var loss = Loss(weights, -1, out _, out _);
            for (var sweep = 0; sweep < MaxSweeps; sweep++)
            {
                var before = loss;
                for (var m = 0; m < members; m++)
                {
                    var old = weights[m];
                    Loss(weights, m, out var slope, out var curvature);
                    for (var step = 1.0; step > 1e-6; step /= 2)
                    {
                        weights[m] = Math.Max(0, old - (step * slope / curvature));
                        var now = Loss(weights, -1, out _, out _);
                        if (now <= loss)
                        {
                            loss = now;
                            break;
                        }

                        weights[m] = old;
                    }
                }

                if (before - loss <= 1e-12 * (1 + Math.Abs(loss)))
                {
                    break;
                }
            }

            return weights;
        }

        private double Loss(double[] weights, int member, out double slope, out double curvature)
        {
            var loss = weights.Sum(weight => penalty / 2 * (weight - 1) * (weight - 1));
            slope = member < 0 ? 0 : penalty * (weights[member] - 1);
            curvature = penalty;
            var scores = new double[logPrior.Length];
            for (var i = 0; i < _truth.Length; i++)
            {
                logPrior.CopyTo(scores, 0);
                for (var m = 0; m < members; m++)
                {
                    for (var k = 0; _evidence[i][m] is { } said && k < scores.Length; k++)
                    {
                        scores[k] += weights[m] * said[k];
                    }
                }

                var max = scores.Max();
                var sum = scores.Sum(score => Math.Exp(score - max));
                loss += max + Math.Log(sum) - scores[_truth[i]];
                if (member < 0 || _evidence[i][member] is not { } own)
                {
                    continue;
                }

                var (mean, square) = (0.0, 0.0);
                for (var k = 0; k < scores.Length; k++)
                {
                    var p = Math.Exp(scores[k] - max) / sum;
                    mean += p * own[k];
                    square += p * own[k] * own[k];
                }

                slope += mean - own[_truth[i]];
                curvature += square - (mean * mean);
            }

            return loss;
        }
    }
}
