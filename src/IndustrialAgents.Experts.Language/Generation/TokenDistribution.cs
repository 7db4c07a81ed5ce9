namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Which tokens may come next, and how probable each is. The filters work in the order of Hugging Face's: temperature, top-k, top-p, min-p, each on what
/// the one before left; what a filter leaves sums to 1 again.
/// </summary>
/// <param name="Tokens">The tokens, most probable first, of equals the lower id.</param>
/// <param name="Probabilities">Their probabilities.</param>
internal readonly record struct TokenDistribution(int[] Tokens, double[] Probabilities)
{
    /// <summary>The distribution of scores; tokens with a score of minus infinity are not in it.</summary>
    /// <param name="scores">Scores of all tokens, one of them finite.</param>
    /// <param name="temperature">What they are divided by; at 0 only the best is left.</param>
    /// <param name="topK">The most tokens; null for no limit.</param>
    /// <param name="topP">The least sum of their probabilities before the rest is left out; null for 1.</param>
    /// <param name="minP">The least share of the best token's probability; null for 0.</param>
    public static TokenDistribution Of(ReadOnlySpan<float> scores, double temperature, int? topK, double? topP, double? minP)
    {
        var (keys, tokens, count) = (new float[scores.Length], new int[scores.Length], 0);
        for (var i = 0; i < scores.Length; i++)
        {
            if (!float.IsNegativeInfinity(scores[i]))
            {
                // Sorted upwards by the negative score, and by id where scores are equal.
                (keys[count], tokens[count]) = (-scores[i], i);
                count++;
            }
        }

        var order = new Order(keys, tokens, count);
        order.Sort();
        count = temperature == 0 ? 1 : Math.Min(count, topK ?? count);
        var probabilities = new double[count];
        for (var i = 0; i < count; i++)
        {
            probabilities[i] = i == 0 ? 1 : Math.Exp(((double)keys[0] - keys[i]) / temperature);
        }

        Normalize(probabilities.AsSpan(0, count));
        if (topP is { } least)
        {
            var sum = 0.0;
            for (var i = 0; i < count; i++)
            {
                sum += probabilities[i];
                if (sum >= least)
                {
                    count = i + 1;
                }
            }

            Normalize(probabilities.AsSpan(0, count));
        }

        if (minP is { } share)
        {
            while (count > 1 && probabilities[count - 1] < share * probabilities[0])
            {
                count--;
            }

            Normalize(probabilities.AsSpan(0, count));
        }

        return new TokenDistribution(tokens[..count], probabilities[..count]);
    }

    /// <summary>The token at which the probabilities, added up, first exceed <paramref name="draw"/>, which is from 0 to below 1.</summary>
    public int Pick(double draw)
    {
        for (var i = 0; i < Tokens.Length; i++)
        {
            draw -= Probabilities[i];
            if (draw < 0)
            {
                return Tokens[i];
            }
        }

        // What rounding left over.
        return Tokens[^1];
    }

    private static void Normalize(Span<double> probabilities)
    {
        var sum = 0.0;
        foreach (var probability in probabilities)
        {
            sum += probability;
        }

        foreach (ref var probability in probabilities)
        {
            probability /= sum;
        }
    }

    private readonly struct Order(float[] keys, int[] tokens, int count)
    {
        public void Sort()
        {
            Array.Sort(keys, tokens, 0, count);
            for (var i = 0; i < count;)
            {
                var end = i + 1;
                while (end < count && keys[end] == keys[i])
                {
                    end++;
                }

                Array.Sort(tokens, i, end - i);
                i = end;
            }
        }
    }
}
