using System.Globalization;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Multimodal;

namespace IndustrialAgents.Cli.Evaluation;

/// <summary>
/// How often past cases that are found across modalities have the same failure mode: a joint space is fitted to the cases that trust is fitted to, its
/// index holds cases of a further plant in one modality, and the tested cases ask in another.
/// </summary>
internal static class RetrievalFigures
{
    private const string Suite = "multimodal-sim/retrieve";

    private static readonly int[] Ranks = [1, 5];

    /// <summary>The figures of all kinds of machine together.</summary>
    /// <param name="kinds">Of each kind, the cases fitted to, those in the index, and those that ask.</param>
    public static IReadOnlyList<Figure> Of(IReadOnlyList<(PlantAnswers Fitted, PlantAnswers Archive, PlantAnswers Asked)> kinds)
    {
        var hits = new Dictionary<string, List<string[]>>();
        var truths = new List<string>();
        var spaces = new List<string>();
        var chance = kinds.Average(kind => 1.0 / kind.Asked.Modes.Count);
        foreach (var (fitted, archive, asked) in kinds)
        {
            var space = JointSpace.Fit([.. fitted.Cases.Select((paired, i) => new JointExample(Features(fitted, i), paired.Mode))]);
            spaces.Add(string.Create(CultureInfo.InvariantCulture, $"{fitted.Kind.ToString().ToLowerInvariant()} {space.Dimension} dimensions, ridge {space.Strength}"));
            truths.AddRange(asked.Cases.Select(paired => paired.Mode));
            foreach (var from in PlantExperts.Modalities)
            {
                foreach (var to in PlantExperts.Modalities)
                {
                    Add($"{PlantExperts.Word(from)}-to-{PlantExperts.Word(to)}", Search(space, archive, asked, [from], [to]));
                }
            }

            Add("all-to-all", Search(space, archive, asked, PlantExperts.Modalities, PlantExperts.Modalities));
        }

        var protocol = $"simulated; joint space of class log-probabilities fitted to {kinds[0].Fitted.Cases.Count} cases of each kind ({string.Join("; ", spaces)}), "
            + $"{kinds[0].Archive.Cases.Count} past cases of another plant in the index, asked with {kinds[0].Asked.Cases.Count} of a third; recall@k: a case of the same mode is among the first k";
        return
        [
            .. hits.SelectMany(pair => Ranks.Select(k => new Figure(
                $"{Suite}/{pair.Key}/recall@{k}",
                pair.Value.Select((found, i) => found.Take(k).Contains(truths[i]) ? 1.0 : 0).Average(),
                "",
                protocol,
                string.Create(CultureInfo.InvariantCulture, $"by chance {1 - Math.Pow(1 - chance, k):0.00}")))),
        ];

        void Add(string name, IEnumerable<string[]> found)
        {
            if (!hits.TryGetValue(name, out var list))
            {
                hits[name] = list = [];
            }

            list.AddRange(found);
        }
    }

    private static List<string[]> Search(JointSpace space, PlantAnswers archive, PlantAnswers asked, IReadOnlyList<Modality> from, IReadOnlyList<Modality> to)
    {
        var path = Path.GetTempFileName();
        try
        {
            using var index = CaseIndex.Open(path, space.Dimension);
            for (var i = 0; i < archive.Cases.Count; i++)
            {
                index.Add(
                    new PastCase(i.ToString("D6", CultureInfo.InvariantCulture), archive.Cases[i].Asset.ToString(), archive.Cases[i].Mode, archive.Cases[i].Text ?? ""),
                    space.Embed(Features(archive, i, to)));
            }

            return [.. asked.Cases.Select((_, i) => index.Search(space.Embed(Features(asked, i, from)), 5).Select(hit => hit.Case.Mode).ToArray())];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Dictionary<string, float[]> Features(PlantAnswers answers, int number, IReadOnlyList<Modality>? modalities = null) =>
        (modalities ?? PlantExperts.Modalities).ToDictionary(PlantExperts.Word, modality => CaseFeatures.Of(answers.Of(number, modality))!);
}
