using MathNet.Numerics.LinearAlgebra;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Fits each member's <see cref="MemberCalibration"/> to cases with known modes: multinomial logistic regression of the mode on the member's evidence, held
/// towards the identity by a quadratic penalty. It is convex and solved by Newton's method, so there is one answer. Thread-safe.
/// </summary>
public static class DiagnoseCalibration
{
    private const int MaxSteps = 50;

    /// <summary>Fits the calibration of each member on its own.</summary>
    /// <param name="cases">Cases that the members were not fitted to; of those in which a member says nothing it learns nothing.</param>
    /// <param name="penalty">Strength of the penalty, positive: the larger, the nearer to what the member says itself.</param>
    /// <returns>Calibration by member; the identity for one that never speaks.</returns>
    /// <exception cref="InvalidRequestException">The cases are wrong; the field says how.</exception>
    public static IReadOnlyDictionary<string, MemberCalibration> Fit(DiagnoseCases cases, double penalty = 5)
    {
        ArgumentNullException.ThrowIfNull(cases);
        InvalidRequestException.Require(penalty > 0 && double.IsFinite(penalty), "penalty", $"{penalty}; it must be positive and finite");
        var truths = cases.Truths();
        var logPrior = Array.ConvertAll(cases.Priors(), Math.Log);
        return cases.LabelModes.Keys.ToDictionary(member => member, member => Fit(cases.Evidence(member), truths, logPrior, penalty));
    }

    private static MemberCalibration Fit(double[]?[] evidence, int[] truths, double[] logPrior, double penalty)
    {
        var modes = logPrior.Length;
        var start = Vector<double>.Build.Dense(modes * (modes + 1));
        for (var k = 0; k < modes; k++)
        {
            start[(k * (modes + 1)) + k] = 1;
        }

        // Evidence with a 1 for the offset.
        (double[] Said, int Truth)[] rows = [.. evidence.Select((said, i) => (said, i)).Where(pair => pair.said is not null).Select(pair => ((double[])[.. pair.said!, 1], truths[pair.i]))];
        var at = start.Clone();
        var loss = Loss(rows, logPrior, penalty, at, start, null, null);
        for (var step = 0; step < MaxSteps; step++)
        {
            var slope = Vector<double>.Build.Dense(at.Count);
            var curvature = Matrix<double>.Build.Dense(at.Count, at.Count);
            Loss(rows, logPrior, penalty, at, start, slope, curvature);
            var direction = curvature.Cholesky().Solve(slope);
            var (before, scale) = (loss, 1.0);
            for (; scale > 1e-6; scale /= 2)
            {
                var next = at - (scale * direction);
                var now = Loss(rows, logPrior, penalty, next, start, null, null);
                if (now <= loss)
                {
                    (at, loss) = (next, now);
                    break;
                }
            }

            if (before - loss <= 1e-10 * (1 + Math.Abs(loss)))
            {
                break;
            }
        }

        return new MemberCalibration(
            [.. Enumerable.Range(0, modes).Select(k => (IReadOnlyList<double>)[.. Enumerable.Range(0, modes).Select(j => at[(k * (modes + 1)) + j])])],
            [.. Enumerable.Range(0, modes).Select(k => at[(k * (modes + 1)) + modes])]);
    }

    private static double Loss(
        (double[] Said, int Truth)[] rows, double[] logPrior, double penalty, Vector<double> at, Vector<double> start, Vector<double>? slope, Matrix<double>? curvature)
    {
        var (modes, width) = (logPrior.Length, logPrior.Length + 1);
        var away = at - start;
        var loss = penalty / 2 * away.DotProduct(away);
        slope?.SetSubVector(0, away.Count, away * penalty);
        curvature?.SetDiagonal(Vector<double>.Build.Dense(away.Count, penalty));
        var p = new double[modes];
        foreach (var (said, truth) in rows)
        {
            for (var k = 0; k < modes; k++)
            {
                p[k] = logPrior[k];
                for (var j = 0; j < width; j++)
                {
                    p[k] += at[(k * width) + j] * said[j];
                }
            }

            var max = p.Max();
            var log = max + Math.Log(p.Sum(score => Math.Exp(score - max)));
            loss += log - p[truth];
            for (var k = 0; k < modes; k++)
            {
                p[k] = Math.Exp(p[k] - log);
            }

            for (var k = 0; slope is not null && k < modes; k++)
            {
                for (var j = 0; j < width; j++)
                {
                    slope[(k * width) + j] += (p[k] - (k == truth ? 1 : 0)) * said[j];
                    for (var other = 0; other < modes; other++)
                    {
                        var factor = p[k] * ((k == other ? 1 : 0) - p[other]) * said[j];
                        for (var i = 0; i < width; i++)
                        {
                            curvature![(k * width) + j, (other * width) + i] += factor * said[i];
                        }
                    }
                }
            }
        }

        return loss;
    }
}
