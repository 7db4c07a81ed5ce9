using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>The penalized likelihood of true modes under members' trust. Not thread-safe.</summary>
/// <param name="logPrior">Logarithm of each mode's prior.</param>
/// <param name="truth">True mode of each example.</param>
/// <param name="evidence">Evidence by member and example; null where it said nothing.</param>
/// <param name="penalty">Weight of the penalty.</param>
internal sealed class TrustProblem(double[] logPrior, int[] truth, double[]?[][] evidence, double penalty)
{
    private readonly MemberTrust[] _trust = new MemberTrust[evidence.Length];
    private readonly double[][] _believed = Array.ConvertAll(evidence, _ => new double[truth.Length * logPrior.Length]);

    public MemberTrust Trust(int member) => _trust[member];

    public void Set(int member, MemberTrust trust)
    {
        _trust[member] = trust;
        for (var i = 0; i < truth.Length; i++)
        {
            if (evidence[member][i] is { } said)
            {
                ContaminatedEvidence.Fill(said, trust, _believed[member].AsSpan(i * logPrior.Length, logPrior.Length));
            }
        }
    }

    public double Loss()
    {
        var loss = _trust.Sum(trust => penalty * ((0.5 * (trust.Weight - 1) * (trust.Weight - 1)) - Math.Log(1 - trust.Contamination)));
        Span<double> scores = new double[logPrior.Length];
        for (var i = 0; i < truth.Length; i++)
        {
            logPrior.CopyTo(scores);
            foreach (var believed in _believed)
            {
                TensorPrimitives.Add(scores, believed.AsSpan(i * scores.Length, scores.Length), scores);
            }

            var max = TensorPrimitives.Max<double>(scores);
            var sum = 0.0;
            foreach (var score in scores)
            {
                sum += Math.Exp(score - max);
            }

            loss += max + Math.Log(sum) - scores[truth[i]];
        }

        return loss;
    }
}
