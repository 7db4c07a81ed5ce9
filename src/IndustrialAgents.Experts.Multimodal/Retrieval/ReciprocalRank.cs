using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>Judges a joint space by retrieval across modalities. Thread-safe.</summary>
internal static class ReciprocalRank
{
    /// <summary>
    /// Mean of 1 / rank of the first other example of the same mode, or of the example itself where modes are not known, when each modality of each
    /// example asks among each other modality of all.
    /// </summary>
    public static double Of(JointSpace space, IReadOnlyList<JointExample> examples)
    {
        var (sum, asked) = (0.0, 0);
        var places = space.Modalities.ToDictionary(
            modality => modality,
            modality => examples.Select((example, i) => (i, example)).Where(pair => pair.example.Features.ContainsKey(modality))
                .Select(pair => (pair.i, Place: space.Embed(modality, pair.example.Features[modality]))).ToArray());
        foreach (var from in space.Modalities)
        {
            foreach (var to in space.Modalities.Where(other => other != from))
            {
                foreach (var (i, place) in places[from])
                {
                    if (Rank(place, i, places[to], examples) is { } rank)
                    {
                        sum += 1.0 / rank;
                        asked++;
                    }
                }
            }
        }

        return asked == 0 ? 0 : sum / asked;
    }

    private static int? Rank(float[] place, int asker, (int Number, float[] Place)[] among, IReadOnlyList<JointExample> examples)
    {
        var mode = examples[asker].Mode;
        var scores = Array.ConvertAll(among, other => TensorPrimitives.Dot<float>(place, other.Place));
        var best = double.NegativeInfinity;
        for (var j = 0; j < among.Length; j++)
        {
            var number = among[j].Number;
            if (mode is null ? number == asker : number != asker && examples[number].Mode == mode)
            {
                best = Math.Max(best, scores[j]);
            }
        }

        // Equal scores of others count as better, so that a space that maps all to one place gains nothing.
        return double.IsNegativeInfinity(best) ? null : 1 + Enumerable.Range(0, among.Length).Count(j => scores[j] >= best && !IsWanted(among[j].Number));

        bool IsWanted(int number) => mode is null ? number == asker : number == asker || examples[number].Mode == mode;
    }
}
