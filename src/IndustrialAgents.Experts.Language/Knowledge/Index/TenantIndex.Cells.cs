namespace IndustrialAgents.Experts.Language.Knowledge;

internal sealed partial class TenantIndex
{
    private readonly Lock _tablesGate = new();
    private (int Count, IReadOnlyList<(KnowledgeDocument Document, KnowledgeTable Table)> Tables)? _tables;

    /// <summary>The tables of the tenant's documents; made when first asked for.</summary>
    public IReadOnlyList<(KnowledgeDocument Document, KnowledgeTable Table)> Tables(AssetPath? asset)
    {
        lock (_tablesGate)
        {
            if (_tables is not { } known || known.Count != Count)
            {
                _tables = known = (Count, [.. _chunks.GroupBy(chunk => chunk.Document)
                    .SelectMany(of => KnowledgeTable.From(of.Key.Name, of.Select(chunk => chunk.Chunk)).Select(table => (of.Key, table)))]);
            }

            return [.. known.Tables.Where(table => Fits(table.Document, asset))];
        }
    }

    // How much of its cells a question names: each cell counts its named words by their rarity, times the share of the cell they are, so that a short
    // cell that is named whole ranks above as many words scattered in a long one.
    private double CellScore(Chunk chunk, Dictionary<string, double> likeness)
    {
        var score = 0.0;
        foreach (var cell in chunk.Cells)
        {
            var (named, all) = (0.0, 0.0);
            foreach (var word in Words.Of(cell).Distinct())
            {
                var texts = _postings.TryGetValue(word, out var postings) ? postings.Count : 0;
                var rarity = Math.Log(1 + ((_chunks.Count - texts + 0.5) / (texts + 0.5)));
                all += rarity;
                named += rarity * likeness.GetValueOrDefault(word);
            }

            score += all > 0 ? named * named / all : 0;
        }

        return score;
    }
}
