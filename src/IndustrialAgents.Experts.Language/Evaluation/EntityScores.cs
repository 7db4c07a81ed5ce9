using IndustrialAgents.Experts.Language.Entities;

namespace IndustrialAgents.Experts.Language;

/// <summary>How many entities were found with exactly their span and class.</summary>
/// <param name="Right">Entities found that are true.</param>
/// <param name="Found">Entities found.</param>
/// <param name="True">Entities there are.</param>
internal readonly record struct EntityScores(int Right, int Found, int True)
{
    /// <summary>Harmonic mean of precision and recall over all entities; 1 where there is nothing and nothing was found.</summary>
    public double MicroF1 => Found + True == 0 ? 1 : 2.0 * Right / (Found + True);

    /// <summary>Compares a tagger with the truth.</summary>
    public static EntityScores Of(EntityTagger tagger, IReadOnlyList<EntityExample> texts)
    {
        var (right, found, all) = (0, 0, 0);
        foreach (var text in texts)
        {
            var named = tagger.Find(text.Tokens).ToHashSet();
            var truth = text.Spans.ToHashSet();
            (right, found, all) = (right + named.Count(truth.Contains), found + named.Count, all + truth.Count);
        }

        return new EntityScores(right, found, all);
    }
}
