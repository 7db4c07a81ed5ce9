using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>
/// Finds entities among a text's tokens: one score of every tag for each token from its features, one for each pair of tags that follow each other,
/// and the best sequence of all. Learned by <see cref="EntityTraining"/>, kept by <see cref="EntityModelFile"/>. Immutable and thread-safe.
/// </summary>
public sealed class EntityTagger
{
    internal EntityTagger(string[] tags, float[] steps, IReadOnlyDictionary<ulong, float[]> weights) => (Tags, Steps, Weights) = (tags, steps, weights);

    /// <summary>The classes it knows, sorted.</summary>
    public IReadOnlyList<string> Classes => [.. Tags.SelectMany(tag => tag.Split('|')).Where(tag => tag != LayeredTags.Outside).Select(tag => tag[2..]).Distinct().Order(StringComparer.Ordinal)];

    internal string[] Tags { get; }

    internal float[] Steps { get; }

    internal IReadOnlyDictionary<ulong, float[]> Weights { get; }

    /// <summary>The entities, in order of their beginnings, longer ones first. Time is linear in the tokens.</summary>
    public IReadOnlyList<EntitySpan> Find(IReadOnlyList<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var path = TagPath.Best(Score(TokenFeatures.Of(tokens), Weights, Tags.Length), Steps, Tags.Length);
        return LayeredTags.Decode(Array.ConvertAll(path, tag => Tags[tag]));
    }

    internal static float[] Score(ulong[][] features, IReadOnlyDictionary<ulong, float[]> weights, int tags)
    {
        var scores = new float[features.Length * tags];
        for (var i = 0; i < features.Length; i++)
        {
            var row = scores.AsSpan(i * tags, tags);
            foreach (var feature in features[i])
            {
                if (weights.TryGetValue(feature, out var weight))
                {
                    TensorPrimitives.Add(row, weight, row);
                }
            }
        }

        return scores;
    }
}
