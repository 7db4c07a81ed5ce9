using System.Globalization;
using IndustrialAgents.Experts.Vision.Defects;

namespace IndustrialAgents.Experts.Vision.Evaluation;

/// <summary>
/// Measures <see cref="EmbeddingDetector"/> on embeddings (ResNet18) of pictures of MVTec AD (Bergmann et al. 2019): fitted to a random half of the good
/// rows of a category, tested on the other half and all defects, five seeds. Nothing is chosen by what is tested.
/// </summary>
public static class MvtecEvaluation
{
    private const int Seeds = 5;

    /// <summary>Runs it.</summary>
    /// <param name="dataFolder">The folder that holds <c>vision/mvtec_embeddings</c>.</param>
    /// <param name="progress">Told each category.</param>
    /// <param name="cancellationToken">Stops between seeds.</param>
    /// <exception cref="InvalidRequestException">A file is missing or cannot be read.</exception>
    public static IReadOnlyList<Figure> Run(string dataFolder, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        const string Protocol = "ResNet18 embeddings; fitted to a random half of the good rows, tested on the other half and all defects, mean AUROC of 5 seeds; "
            + "mean of standardised Mahalanobis (Ledoit-Wolf), nearest whitened and nearest angle, fixed beforehand";
        var figures = new List<Figure>();
        foreach (var (name, rows, bad) in Read(dataFolder))
        {
            progress?.Report(name);
            var areas = new double[Seeds];
            for (var seed = 0; seed < Seeds; seed++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var good = Enumerable.Range(0, rows.Length).Where(i => !bad[i]).ToArray();
                new Random(seed).Shuffle(good);
                var fitted = good.Take(good.Length / 2).ToHashSet();
                var detector = EmbeddingDetector.Fit([.. fitted.Select(i => rows[i])]);
                var tested = Enumerable.Range(0, rows.Length).Where(i => !fitted.Contains(i)).ToArray();
                areas[seed] = RankScoring.Auroc([.. tested.AsParallel().AsOrdered().Select(i => detector.Score(rows[i]))], [.. tested.Select(i => bad[i])]);
            }

            figures.Add(new Figure(
                $"mvtec-embeddings/{name}/selected/auroc",
                areas.Average(),
                "",
                Protocol + string.Create(CultureInfo.InvariantCulture, $"; {areas.Min():f3} to {areas.Max():f3}"),
                Reference(name)));
        }

        figures.Add(new Figure(
            "mvtec-embeddings/mean/selected/auroc", figures.Average(figure => figure.Value), "", Protocol, "Ledoit-Wolf Mahalanobis .811, PCA residual .793, nearest neighbour .789 (scikit-learn)"));
        return figures;
    }

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

    private static IEnumerable<(string Name, float[][] Rows, bool[] Bad)> Read(string dataFolder)
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
            yield return (
                Path.GetFileNameWithoutExtension(path).Replace("MVTec-AD_", "", StringComparison.Ordinal),
                [.. Enumerable.Range(0, x.Shape[0]).Select(r => Array.ConvertAll(x.Values[(r * width)..((r + 1) * width)], value => (float)value))],
                Array.ConvertAll(arrays["y"].Values, label => label != 0));
        }
    }
}
