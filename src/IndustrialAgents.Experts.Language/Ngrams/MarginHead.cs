namespace IndustrialAgents.Experts.Language;

/// <summary>
/// One linear machine a class against the rest, min ½|w|² + C Σ max(0, 1 - y w·x)², by dual coordinate descent (Hsieh, Chang, Lin, Keerthi,
/// Sundararajan 2008, doi:10.1145/1390156.1390208), with a constant 1 beside x for the intercept. Rows are visited in an order drawn from a seed.
/// </summary>
/// <param name="Coefficients">Weight of each row in each class's solution <c>[row, class]</c>; 0 for rows that were not given.</param>
/// <param name="Intercepts">Intercept of each class.</param>
internal sealed record MarginHead(double[] Coefficients, double[] Intercepts)
{
    private const int MaxPasses = 100;
    private const double Tolerance = 0.01;

    /// <summary>Solves.</summary>
    /// <param name="vectors">All texts.</param>
    /// <param name="rows">The texts to fit to.</param>
    /// <param name="classes">Class of each of all texts.</param>
    /// <param name="count">Number of classes.</param>
    /// <param name="cost">C, positive.</param>
    /// <param name="seed">Seed of the order.</param>
    public static MarginHead Solve(NgramVectors vectors, int[] rows, int[] classes, int count, double cost, int seed)
    {
        var (coefficients, intercepts) = (new double[vectors.Count * count], new double[count]);

        // Classes know nothing of one another, so their order does not matter.
        Parallel.For(0, count, c => intercepts[c] = SolveOne(vectors, rows, classes, c, count, cost, seed, coefficients));
        return new MarginHead(coefficients, intercepts);
    }

    /// <summary>Scores of a text <c>[class]</c>, from weights by bucket.</summary>
    public static double[] Scores(NgramVectors vectors, MarginHead head, int[] rows)
    {
        var k = head.Intercepts.Length;
        var weights = new double[vectors.Idf.Length * k];
        for (var i = 0; i < vectors.Count; i++)
        {
            vectors.AddTo(weights, i, head.Coefficients.AsSpan(i * k, k));
        }

        var scores = new double[rows.Length * k];
        for (var i = 0; i < rows.Length; i++)
        {
            head.Intercepts.CopyTo(scores, i * k);
            vectors.Score(rows[i], weights, scores.AsSpan(i * k, k));
        }

        return scores;
    }

    private static double SolveOne(NgramVectors vectors, int[] rows, int[] classes, int own, int count, double cost, int seed, double[] coefficients)
    {
        var (weights, duals, order) = (new double[vectors.Idf.Length], new double[rows.Length], Enumerable.Range(0, rows.Length).ToArray());
        var (random, diagonal, intercept) = (new Random(seed), 0.5 / cost, 0.0);
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            random.Shuffle(order);
            var most = 0.0;
            foreach (var i in order)
            {
                var sign = classes[rows[i]] == own ? 1.0 : -1.0;
                var slope = (sign * (vectors.Dot(rows[i], weights) + intercept)) - 1 + (diagonal * duals[i]);
                if (duals[i] == 0 && slope >= 0)
                {
                    continue;
                }

                // A vector has length 1, and the constant beside it makes the square 2 (1 for a text without pieces, whose step is then shorter).
                most = Math.Max(most, Math.Abs(slope));
                var next = Math.Max(0, duals[i] - (slope / (2 + diagonal)));
                var change = (next - duals[i]) * sign;
                duals[i] = next;
                vectors.Add(rows[i], weights, change);
                intercept += change;
            }

            if (most < Tolerance)
            {
                break;
            }
        }

        for (var i = 0; i < rows.Length; i++)
        {
            coefficients[(rows[i] * count) + own] = classes[rows[i]] == own ? duals[i] : -duals[i];
        }

        return intercept;
    }
}
