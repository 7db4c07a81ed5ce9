using System.Text.RegularExpressions;
using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language;

/// <summary>A question of the FMEA question file with its graph query.</summary>
/// <param name="Id">Its number in the file.</param>
/// <param name="Text">The question.</param>
/// <param name="Query">The query in Cypher; see <see cref="FmeaFilter"/>.</param>
internal sealed partial record FmeaQuestion(string Id, string Text, string Query)
{
    /// <summary>Whether its query counts, averages or ranks.</summary>
    public bool IsComputed => Computing().IsMatch(Query);

    public static IReadOnlyList<FmeaQuestion> Read(string path) =>
    [
        .. DocumentReader.Read(path, File.ReadAllBytes(path), new ReadingLimits()).Blocks.Where(row => row.Cells.Count > 2 && row.Cells[1].Length > 0).Select(row => new FmeaQuestion(row.Cells[0], row.Cells[1], row.Cells[2])),
    ];

    [GeneratedRegex(@"\b(COUNT|AVG|MAX|MIN|SUM)\s*\(|ORDER BY", RegexOptions.IgnoreCase)]
    private static partial Regex Computing();
}
