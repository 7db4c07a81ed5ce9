namespace IndustrialAgents.Experts.Language.Knowledge;

internal sealed partial class TenantIndex
{
    private const int Drawn = 64;
    private const int MaxKept = 6;

    private readonly Lock _levelGate = new();
    private (int Count, double Level)? _level;

    /// <summary>
    /// The coverage that best parts questions that a chunk supports from questions that none does, by balanced accuracy. Both are made of the chunks
    /// themselves: half of a chunk's words, up to six, one in four of them exchanged for a word of another chunk, against as many words each from another chunk.
    /// </summary>
    public double EvidenceLevel()
    {
        lock (_levelGate)
        {
            if (_level is not { } known || Math.Abs(known.Count - Count) * 10 > Count)
            {
                _level = known = (Count, Calibrate());
            }

            return known.Level;
        }
    }

    private double Calibrate()
    {
        var random = new Random(0);
        var (supported, unsupported) = (new List<double>(), new List<double>());
        for (var i = 0; i < Drawn && Count > 1; i++)
        {
            var words = Contents(random.Next(Count));
            random.Shuffle(words);
            var kept = words.Take(Math.Clamp(words.Length / 2, 1, MaxKept)).ToArray();
            supported.Add(Best([.. kept.Select((word, k) => k % 4 == 3 ? Any(random) : word)]));
            unsupported.Add(Best([.. kept.Select(_ => Any(random))]));
        }

        // Half of the question's weight where there is nothing to learn from.
        return supported.Concat(unsupported).Distinct().Order()
            .Select(level => (Level: level, Right: supported.Count(value => value >= level) + unsupported.Count(value => value < level)))
            .OrderByDescending(pair => pair.Right).Select(pair => (double?)pair.Level).FirstOrDefault() ?? 0.5;
    }

    private string[] Contents(int chunk) => [.. Words.Of(_chunks[chunk].Chunk.Whole).Where(word => !Words.IsStop(word)).Distinct()];

    private string Any(Random random) => Contents(random.Next(Count)) is { Length: > 0 } words ? words[random.Next(words.Length)] : "";

    private double Best(string[] words) => Search(string.Join(' ', words), 5, null).Select(hit => hit.Coverage).DefaultIfEmpty(0).Max();
}
