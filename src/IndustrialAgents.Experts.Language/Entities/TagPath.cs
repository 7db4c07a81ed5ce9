namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>The best sequence of tags by scores of tokens and of neighbours (Viterbi 1967, doi:10.1109/TIT.1967.1054010). Thread-safe.</summary>
internal static class TagPath
{
    /// <summary>Finds it; of equals, the one whose last tags come first.</summary>
    /// <param name="scores">How well each tag fits each token <c>[token, tag]</c>.</param>
    /// <param name="steps">How well a tag follows another <c>[tag before, tag]</c>; the last row is for the beginning.</param>
    /// <param name="tags">Number of tags.</param>
    public static int[] Best(ReadOnlySpan<float> scores, ReadOnlySpan<float> steps, int tags)
    {
        var n = scores.Length / tags;
        var path = new int[n];
        if (n == 0)
        {
            return path;
        }

        var from = new int[n * tags];
        var (before, now) = (new float[tags], new float[tags]);
        for (var tag = 0; tag < tags; tag++)
        {
            before[tag] = scores[tag] + steps[(tags * tags) + tag];
        }

        for (var i = 1; i < n; i++)
        {
            for (var tag = 0; tag < tags; tag++)
            {
                var (best, value) = (0, float.NegativeInfinity);
                for (var last = 0; last < tags; last++)
                {
                    var sum = before[last] + steps[(last * tags) + tag];
                    if (sum > value)
                    {
                        (best, value) = (last, sum);
                    }
                }

                from[(i * tags) + tag] = best;
                now[tag] = value + scores[(i * tags) + tag];
            }

            (before, now) = (now, before);
        }

        path[n - 1] = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(before);
        for (var i = n - 1; i > 0; i--)
        {
            path[i - 1] = from[(i * tags) + path[i]];
        }

        return path;
    }
}
