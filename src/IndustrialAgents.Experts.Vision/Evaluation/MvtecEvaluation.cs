using System.Globalization;
using IndustrialAgents.Experts.Vision.Defects;

namespace IndustrialAgents.Experts.Vision.Evaluation;

/// <summary>
/// Measures <see cref="EmbeddingDetector"/> on embeddings (ResNet18) of pictures of MVTec AD (Bergmann et al. 2019): fitted to a random half of the good
/// rows of a category, tested on the other half and all defects, five seeds. Distance and shrinkage of a category are those that do best on the other
/// categories, so that its own defects take no part in the choice.
/// </summary>
public static class MvtecEvaluation
{
    private const int Seeds = 5;

    private const string Protocol = "ResNet18 embeddings; fitted to a random half of the good rows, tested on the other half and all defects, mean AUROC of 5 seeds; "
        + "distance and shrinkage chosen by the mean of the other categories";

    private static readonly EmbeddingDetectorOptions[] Choices =
    [
        .. from distance in Enum.GetValues<EmbeddingDistance>()
           from shrinkage in new[] { 1.0, 2, 4, 8 }
           select new EmbeddingDetectorOptions { Distance = distance, Shrinkage = shrinkage },
    ];

    /// <summary>Runs it.</summary>
    /// <param name="dataFolder">The folder that holds <c>vision/mvtec_embeddings</c>, of at least two categories.</param>
    /// <param name="progress">Told each category.</param>
    /// <param name="cancellationToken">Stops between seeds.</param>
    /// <exception cref="InvalidRequestException">A file is missing or cannot be read.</exception>
    public static IReadOnlyList<Figure> Run(string dataFolder, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var categories = Read(dataFolder).ToArray();
        InvalidRequestException.Require(categories.Length >= 2, "data", "holds one category; settings of one are chosen on the others, so give at least two");
        var tried = Array.ConvertAll(categories, category =>
        {
            progress?.Report($"{category.Name}, {Choices.Length} choices");
            return Array.ConvertAll(Choices, choice => Split(category).Average(split =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Area(category, split, new EmbeddingDetector.Fitted(Rows(category, split.Fitted), choice).Judge);
            }));
        });
        var figures = new List<Figure>();
        for (var own = 0; own < categories.Length; own++)
        {
            var best = Enumerable.Range(0, Choices.Length).MaxBy(c => tried.Where((_, other) => other != own).Average(areas => areas[c]));
            progress?.Report($"{categories[own].Name}, chosen");
            figures.Add(Measure(categories[own], Choices[best], cancellationToken));
        }

        figures.Add(new Figure(
            "mvtec-embeddings/mean/selected/auroc",
            figures.Average(figure => figure.Value),
            "",
            $"{Protocol}; mean of {categories.Length} categories; always Mahalanobis with the shrinkage of Ledoit and Wolf {PictureScoring.Number(tried.Average(areas => areas[0]))}; "
                + $"the {Choices.Length} choices were drawn up after figures of all categories had been seen",
            "Ledoit-Wolf Mahalanobis .811, PCA residual .793, nearest neighbour .789 (scikit-learn)"));
        return figures;
    }

    private static Figure Measure(Category category, EmbeddingDetectorOptions choice, CancellationToken cancellationToken)
    {
        var areas = Split(category).Select(split =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Area(category, split, EmbeddingDetector.Fit(Rows(category, split.Fitted), options: choice).Score);
        }).ToArray();
        return new Figure(
            $"mvtec-embeddings/{category.Name}/selected/auroc",
            areas.Average(),
            "",
            Protocol + string.Create(CultureInfo.InvariantCulture, $": {choice.Distance}, shrinkage x {choice.Shrinkage}; {areas.Min():f3} to {areas.Max():f3}"),
            Reference(category.Name));
    }

    private static IEnumerable<(int[] Fitted, int[] Tested)> Split(Category category)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var good = Enumerable.Range(0, category.Rows.Length).Where(i => !category.Bad[i]).ToArray();
            new Random(seed).Shuffle(good);
            var fitted = good.Take(good.Length / 2).ToArray();
            yield return (fitted, [.. Enumerable.Range(0, category.Rows.Length).Except(fitted)]);
        }
    }

    private static float[][] Rows(Category category, int[] members) => Array.ConvertAll(members, i => category.Rows[i]);

    private static double Area(Category category, (int[] Fitted, int[] Tested) split, Func<float[], double> score) => RankScoring.Auroc(
        [.. split.Tested.AsParallel().AsOrdered().Select(i => score(category.Rows[i]))], [.. split.Tested.Select(i => category.Bad[i])]);

    private static string? Reference(string name) => name switch
    {
        "bottle" => "Mahalanobis .984",
        "cable" => "Mahalanobis .798",
        "grid" => "Mahalanobis .810",
        "metal_nut" => "Mahalanobis .795",
        "screw" => "Mahalanobis .699",
        "transistor" => "Mahalanobis .781",
        _ => null,
    };

    private static IEnumerable<Category> Read(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, "vision", "mvtec_embeddings");
        InvalidRequestException.Require(
            Directory.Exists(folder) && Directory.GetFiles(folder, "*.npz").Length > 0, "data", $"{folder} has no .npz files; it should hold embeddings X and labels y of each category");
        foreach (var path in Directory.GetFiles(folder, "*.npz").Order(StringComparer.Ordinal))
        {
            IReadOnlyDictionary<string, NumpyArray> arrays;
            try
            {
                using var file = File.OpenRead(path);
                arrays = NumpyArray.ReadAll(file);
            }
            catch (Exception error) when (error is IOException or InvalidDataException)
            {
                throw new InvalidRequestException("data", $"{Path.GetFileName(path)} cannot be read: {error.Message}", error);
            }

            InvalidRequestException.Require(
                arrays.TryGetValue("X", out var x) && arrays.TryGetValue("y", out var y) && x.Shape.Count == 2 && y.Shape.Count == 1 && y.Shape[0] == x.Shape[0],
                "data",
                $"{Path.GetFileName(path)} does not hold X [row, width] and y [row]");
            var width = x!.Shape[1];
            yield return new Category(
                Path.GetFileNameWithoutExtension(path).Replace("MVTec-AD_", "", StringComparison.Ordinal),
                [.. Enumerable.Range(0, x.Shape[0]).Select(r => Array.ConvertAll(x.Values[(r * width)..((r + 1) * width)], value => (float)value))],
                Array.ConvertAll(arrays["y"].Values, label => label != 0));
        }
    }

    private sealed record Category(string Name, float[][] Rows, bool[] Bad);
}
