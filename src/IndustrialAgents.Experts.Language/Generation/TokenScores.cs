using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>Reads the scores a decoder gives the next token. Thread-safe.</summary>
internal static class TokenScores
{
    /// <summary>
    /// The token of the highest score at the last position, the first one of equals, and the logarithm of its probability under the softmax
    /// over all scores.
    /// </summary>
    /// <returns>False where the tensor holds no scores, or one that is not a number.</returns>
    public static bool TryPick(Tensor logits, out int token, out double logProbability)
    {
        (token, logProbability) = (0, 0);
        if (logits.Shape.Rank == 0 || logits.Shape.ElementCount == 0 || logits.Shape.Dimensions[^1] > int.MaxValue)
        {
            return false;
        }

        var width = (int)logits.Shape.Dimensions[^1];
        switch (logits.ElementType)
        {
            case ElementType.Float32:
                return TryPick(logits.AsSpan<float>()[^width..], out token, out logProbability);
            case ElementType.Float16:
                var single = new float[width];
                TensorPrimitives.ConvertToSingle(logits.AsSpan<Half>()[^width..], single);
                return TryPick(single, out token, out logProbability);
            default:
                return false;
        }
    }

    private static bool TryPick(ReadOnlySpan<float> scores, out int token, out double logProbability)
    {
        token = TensorPrimitives.IndexOfMax(scores);
        double max = scores[token];
        double sum = 0;
        foreach (var score in scores)
        {
            // Relative to the highest, so that the exponential neither overflows nor all vanishes.
            sum += Math.Exp(score - max);
        }

        logProbability = -Math.Log(sum);
        return double.IsFinite(logProbability);
    }
}
