using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts.Language;

/// <summary>Reads the scores a decoder gives the next token. Thread-safe.</summary>
internal static class TokenScores
{
    /// <summary>The scores after the last token of one row.</summary>
    /// <returns>False where the tensor is not of scores [rows, tokens, vocabulary] or [rows, vocabulary] in float32 or float16.</returns>
    public static bool TryRow(ElementType type, TensorShape shape, ReadOnlySpan<byte> bytes, int row, int rows, ref float[] buffer, out ReadOnlySpan<float> scores)
    {
        scores = default;
        if (shape.Rank < 2 || shape.ElementCount == 0 || shape[0] != rows || type is not (ElementType.Float32 or ElementType.Float16))
        {
            return false;
        }

        var (width, each) = ((int)shape.Dimensions[^1], (int)(shape.ElementCount / rows));
        var start = ((row + 1) * (long)each) - width;
        if (type == ElementType.Float32)
        {
            scores = MemoryMarshal.Cast<byte, float>(bytes).Slice((int)start, width);
            return true;
        }

        if (buffer.Length < width)
        {
            buffer = new float[width];
        }

        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes).Slice((int)start, width), buffer);
        scores = buffer.AsSpan(0, width);
        return true;
    }

    /// <summary>The logarithm of a token's probability under the softmax over all scores; not finite where a score is not a number or infinite.</summary>
    public static double LogProbability(ReadOnlySpan<float> scores, int token)
    {
        var max = TensorPrimitives.Max(scores);
        var rented = ArrayPool<float>.Shared.Rent(scores.Length);
        try
        {
            // Relative to the highest, so that the exponential neither overflows nor all vanishes.
            var own = rented.AsSpan(0, scores.Length);
            TensorPrimitives.Subtract(scores, max, own);
            TensorPrimitives.Exp(own, own);
            return scores[token] - (double)max - Math.Log(TensorPrimitives.Sum<float>(own));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
