using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Weights W <c>[piece, class]</c> of the least ½|W|² + C Σ loss over texts, found by <see cref="Lbfgs"/>. There is no intercept to find: a text of nothing known
/// scores 0, and gets the labels' shares. Losses: of softmax(Wx + ln share), the negative logarithm of the label's probability (multinomial logistic regression);
/// of a margin, Σ max(0, 1 - y Wx)² over the classes (squared hinge, one against the rest); of a ridge, half the squared distance of Wx from 1 for the label and 0
/// for others, less their shares.
/// </summary>
internal static class LinearHead
{
    /// <summary>Solves.</summary>
    /// <param name="vectors">All texts.</param>
    /// <param name="rows">The texts to fit to, by number.</param>
    /// <param name="classes">Class of each of all texts.</param>
    /// <param name="shares">Share of each class, positive.</param>
    /// <param name="head">The loss: softmax, margin or ridge.</param>
    /// <param name="cost">C, positive.</param>
    /// <returns>W <c>[piece, class]</c>.</returns>
    public static float[] Solve(NgramVectors vectors, int[] rows, int[] classes, float[] shares, NgramHead head, double cost)
    {
        var k = shares.Length;
        var (scores, offsets) = (new float[k], new float[k]);
        if (head == NgramHead.Softmax)
        {
            TensorPrimitives.Log(shares, offsets);
        }

        return Lbfgs.Minimize(
            new float[vectors.Buckets.Length * k],
            (weights, slope) =>
            {
                weights.CopyTo(slope);
                var loss = 0.5 * TensorPrimitives.SumOfSquares(weights);
                foreach (var row in rows)
                {
                    offsets.CopyTo(scores, 0);
                    vectors.Score(row, weights, scores);
                    loss += cost * head switch
                    {
                        NgramHead.Softmax => Softmax(scores, classes[row]),
                        NgramHead.Margin => Margin(scores, classes[row]),
                        _ => Squares(scores, classes[row], shares),
                    };
                    TensorPrimitives.Multiply(scores, (float)cost, scores);
                    vectors.AddTo(slope, row, scores);
                }

                return loss;
            });
    }

    /// <summary>Scores Wx of some texts <c>[row, class]</c>.</summary>
    public static float[] Scores(NgramVectors vectors, float[] weights, int[] rows, int classes)
    {
        var scores = new float[rows.Length * classes];
        for (var i = 0; i < rows.Length; i++)
        {
            vectors.Score(rows[i], weights, scores.AsSpan(i * classes, classes));
        }

        return scores;
    }

    // Each gives the loss and puts its slope by the scores in their place.
    private static double Softmax(Span<float> scores, int truth)
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
        var own = scores[truth];
        TensorPrimitives.Exp(scores, scores);
        var sum = TensorPrimitives.Sum<float>(scores);
        TensorPrimitives.Divide(scores, sum, scores);
        scores[truth] -= 1;
        return Math.Log(sum) - own;
    }

    private static double Margin(Span<float> scores, int truth)
    {
        var loss = 0.0;
        for (var c = 0; c < scores.Length; c++)
        {
            var sign = c == truth ? 1f : -1f;
            var missing = Math.Max(0, 1 - (sign * scores[c]));
            loss += missing * missing;
            scores[c] = -2 * sign * missing;
        }

        return loss;
    }

    private static double Squares(Span<float> scores, int truth, float[] shares)
    {
        TensorPrimitives.Add(scores, shares, scores);
        scores[truth] -= 1;
        return 0.5 * TensorPrimitives.SumOfSquares<float>(scores);
    }
}
