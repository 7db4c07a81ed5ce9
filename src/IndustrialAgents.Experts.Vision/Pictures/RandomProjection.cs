using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>
/// A fixed matrix of standard normal numbers, which with a rectifier behind it makes of features more that a linear head can tell classes apart by
/// (McDonnell et al. 2023, arXiv:2307.02251). It is given by its seed alone. Thread-safe.
/// </summary>
internal static class RandomProjection
{
    /// <summary>The matrix <c>[from, to]</c>, scaled by 1 / √from so that outputs are of the inputs' size.</summary>
    public static float[] Create(int from, int to, int seed)
    {
        var matrix = new float[from * to];
        var (random, scale) = (new SplitMix64((uint)seed), 1 / Math.Sqrt(from));
        for (var i = 0; i < matrix.Length; i++)
        {
            // Box, Muller 1958.
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            matrix[i] = (float)(scale * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return matrix;
    }

    /// <summary>max(0, row · matrix), in double so that the order of additions does not show.</summary>
    public static float[] Apply(ReadOnlySpan<float> row, float[] matrix, int to)
    {
        var sums = new double[to];
        for (var i = 0; i < row.Length; i++)
        {
            var own = matrix.AsSpan(i * to, to);
            double value = row[i];
            for (var j = 0; j < to; j++)
            {
                sums[j] += value * own[j];
            }
        }

        return Array.ConvertAll(sums, sum => (float)Math.Max(0, sum));
    }
}
