using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Limited-memory BFGS (Nocedal 1980, doi:10.1090/S0025-5718-1980-0572855-7) for smooth convex functions of many variables, with a line search that halves the
/// step until the function falls enough (Armijo 1966, doi:10.2140/pjm.1966.16.1). The same function gives the same result.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 6;
    private const int MaxSteps = 200;
    private const int MaxHalvings = 30;
    private const double Tolerance = 1e-6;

    /// <summary>A function's value at a point; writes its slope.</summary>
    public delegate double Function(ReadOnlySpan<float> point, Span<float> slope);

    /// <summary>Minimises from a point on, which is overwritten.</summary>
    /// <returns>The point of the least value found: where a step no longer lessens it by a millionth.</returns>
    public static float[] Minimize(float[] start, Function function)
    {
        var (point, slope, next, nextSlope, direction) = (start, new float[start.Length], new float[start.Length], new float[start.Length], new float[start.Length]);
        var value = function(point, slope);
        var past = new List<(float[] Step, float[] Change, double Product)>(Memory);
        for (var step = 0; step < MaxSteps; step++)
        {
            Direct(slope, past, direction);
            var fall = (double)TensorPrimitives.Dot<float>(slope, direction);
            if (fall >= 0)
            {
                break;
            }

            // Nothing is known of the curvature yet, so the first step is a short one.
            var length = past.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(-fall)) : 1;
            var nextValue = double.PositiveInfinity;
            for (var halving = 0; halving < MaxHalvings && !(nextValue <= value + (1e-4 * length * fall)); halving++)
            {
                length = halving == 0 ? length : length / 2;
                TensorPrimitives.MultiplyAdd(direction, (float)length, point, next);
                nextValue = function(next, nextSlope);
            }

            if (!(nextValue < value))
            {
                break;
            }

            Remember(point, next, slope, nextSlope, past);
            var isDone = value - nextValue < Tolerance * Math.Abs(value);
            ((point, next), (slope, nextSlope), value) = ((next, point), (nextSlope, slope), nextValue);
            if (isDone)
            {
                break;
            }
        }

        return point;
    }

    // The two loops of the paper: minus the slope, times the inverse of the curvature that the last steps showed.
    private static void Direct(float[] slope, List<(float[] Step, float[] Change, double Product)> past, float[] direction)
    {
        Span<double> factors = stackalloc double[Memory];
        TensorPrimitives.Negate(slope, direction);
        for (var i = past.Count - 1; i >= 0; i--)
        {
            factors[i] = TensorPrimitives.Dot<float>(past[i].Step, direction) / past[i].Product;
            TensorPrimitives.MultiplyAdd(past[i].Change, (float)-factors[i], direction, direction);
        }

        if (past.Count > 0)
        {
            TensorPrimitives.Multiply(direction, (float)(past[^1].Product / TensorPrimitives.SumOfSquares<float>(past[^1].Change)), direction);
        }

        for (var i = 0; i < past.Count; i++)
        {
            var factor = factors[i] - (TensorPrimitives.Dot<float>(past[i].Change, direction) / past[i].Product);
            TensorPrimitives.MultiplyAdd(past[i].Step, (float)factor, direction, direction);
        }
    }

    private static void Remember(float[] point, float[] next, float[] slope, float[] nextSlope, List<(float[] Step, float[] Change, double Product)> past)
    {
        var (step, change) = past.Count == Memory ? (past[0].Step, past[0].Change) : (new float[point.Length], new float[point.Length]);
        TensorPrimitives.Subtract(next, point, step);
        TensorPrimitives.Subtract(nextSlope, slope, change);
        var product = (double)TensorPrimitives.Dot<float>(step, change);
        if (past.Count == Memory)
        {
            past.RemoveAt(0);
        }

        // A function that is convex shows a positive product; rounding near the end may not.
        if (product > 0)
        {
            past.Add((step, change, product));
        }
    }
}
