using System.Text.Json;
using IndustrialAgents.Json;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class SeriesClassifierLearner
{
    private const string RecipeFile = "learning/recipe.json";
    private const string ClassesFile = "learning/classes.json";
    private const string StatisticsFile = "learning/windows.statistics";

    /// <summary>The classifier as an expert whose folder keeps what was learned, for <see cref="Load"/>.</summary>
    /// <param name="id">Its name and version.</param>
    /// <param name="failureModes">Maps a label to the failure mode it speaks for; none where null.</param>
    /// <exception cref="InvalidRequestException">Fewer than two classes have windows left.</exception>
    public FittedExpert ToExpert(ExpertId id, IReadOnlyDictionary<string, string>? failureModes = null) => ToClassifier().ToExpert(id, failureModes) with
    {
        Attachments = new Dictionary<string, byte[]>
        {
            [RecipeFile] = JsonSerializer.SerializeToUtf8Bytes(_recipe, ContractJson.Options),
            [ClassesFile] = JsonSerializer.SerializeToUtf8Bytes(_classes, ContractJson.Options),
            [StatisticsFile] = RidgeStatisticsFile.Save(_statistics),
        },
    };

    /// <summary>Whether an expert's folder keeps what <see cref="Load"/> needs.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsKeptIn(string folder) => File.Exists(Path.Combine(folder, StatisticsFile));

    /// <summary>The learner of an expert's folder that <see cref="ToExpert"/> made.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InvalidStatisticsException">The folder keeps no statistics, or they are damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static SeriesClassifierLearner Load(string folder)
    {
        if (!IsKeptIn(folder))
        {
            throw new InvalidStatisticsException($"{folder} keeps no statistics of a series classifier ({StatisticsFile} is missing); fit one with 'ia fit classify'");
        }

        var recipe = Read<ClassifierRecipe>(folder, RecipeFile);
        if (recipe.Fault is { } fault)
        {
            throw new InvalidStatisticsException($"{Path.Combine(folder, RecipeFile)} {fault}; restore the folder, or fit it anew");
        }

        var (features, classes) = (recipe.Features(), Read<string[]>(folder, ClassesFile));
        var statistics = RidgeStatisticsFile.Load(File.ReadAllBytes(Path.Combine(folder, StatisticsFile)));
        return statistics.Features != features.Width
            ? throw new InvalidStatisticsException($"{StatisticsFile} has {statistics.Features} features, the recipe {features.Width}; restore the folder, or fit it anew")
            : statistics.Targets != classes.Length || classes.Any(string.IsNullOrWhiteSpace) || classes.Distinct().Count() != classes.Length
                ? throw new InvalidStatisticsException($"{ClassesFile} does not name the {statistics.Targets} classes of {StatisticsFile}; restore the folder, or fit it anew")
                : new SeriesClassifierLearner(recipe, features, classes, statistics);
    }

    private static T Read<T>(string folder, string file)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(folder, file)), ContractJson.Options)
                ?? throw new InvalidStatisticsException($"{file} is empty; restore the folder, or fit it anew");
        }
        catch (JsonException e)
        {
            throw new InvalidStatisticsException($"{file} cannot be read: {e.Message}; restore the folder, or fit it anew", e);
        }
    }
}
