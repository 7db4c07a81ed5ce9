using System.Text.Json;
using IndustrialAgents.Json;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class ForecastLearner
{
    private const string RecipeFile = "learning/recipe.json";

    /// <summary>The forecaster as an expert whose folder keeps what was learned, for <see cref="Load"/>.</summary>
    /// <param name="id">Its name and version.</param>
    /// <exception cref="InvalidRequestException">A channel has no windows left.</exception>
    public FittedExpert ToExpert(ExpertId id)
    {
        var files = new Dictionary<string, byte[]> { [RecipeFile] = JsonSerializer.SerializeToUtf8Bytes(_recipe, ContractJson.Options) };
        for (var c = 0; c < _moments.Length; c++)
        {
            files[MomentsFile(c)] = WindowMomentsFile.Save(_moments[c]);
        }

        return ToForecaster().ToExpert(id) with { Attachments = files };
    }

    /// <summary>The learner of an expert's folder that <see cref="ToExpert"/> made.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InvalidStatisticsException">The folder keeps no statistics, or they are damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ForecastLearner Load(string folder)
    {
        var file = Path.Combine(folder, RecipeFile);
        if (!File.Exists(file))
        {
            throw new InvalidStatisticsException($"{folder} keeps no statistics of a forecaster ({RecipeFile} is missing); fit one with 'ia fit forecast'");
        }

        try
        {
            var recipe = JsonSerializer.Deserialize<ForecastRecipe>(File.ReadAllBytes(file), ContractJson.Options);
            if (recipe is null || recipe.Fault is not null)
            {
                throw new InvalidStatisticsException($"{file} {recipe?.Fault ?? "is empty"}; restore the folder, or fit it anew");
            }

            var moments = new WindowMoments[recipe.Channels.Count];
            for (var c = 0; c < moments.Length; c++)
            {
                moments[c] = WindowMomentsFile.Load(File.ReadAllBytes(Path.Combine(folder, MomentsFile(c))));
                if (moments[c].Length != recipe.LookBack + recipe.Horizon || moments[c].Extras != 2 * recipe.Calendar.Count)
                {
                    throw new InvalidStatisticsException($"{MomentsFile(c)} has windows of {moments[c].Length} samples and {moments[c].Extras} phases, the recipe others; restore the folder, or fit it anew");
                }
            }

            return new ForecastLearner(recipe, moments);
        }
        catch (JsonException e)
        {
            throw new InvalidStatisticsException($"{file} cannot be read: {e.Message}; restore the folder, or fit it anew", e);
        }
    }

    private static string MomentsFile(int channel) => $"learning/channel-{channel}.moments";
}
