using System.Globalization;
using IndustrialAgents.Experts.Vision.Defects;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Resizing;

namespace IndustrialAgents.Experts.Vision.Evaluation;

/// <summary>
/// Measures <see cref="DefectDetector"/> on the magnetic-tile defects: fitted to one half of the tiles free of defects, tested on the other half and all
/// defects, then the other way round. No setting is chosen by what is tested.
/// </summary>
public static class DefectEvaluation
{
    private const int MaskSide = 100;

    /// <summary>Runs it.</summary>
    /// <param name="dataFolder">The folder that holds <c>vision/magnetic_tile</c>.</param>
    /// <param name="progress">Told each method.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="InvalidRequestException">A picture is missing or cannot be read.</exception>
    public static IReadOnlyList<Figure> Run(string dataFolder, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var (pictures, masks) = MagneticTilePictures.Read(dataFolder);
        var free = Enumerable.Range(0, pictures.Length).Where(i => pictures[i].Label == MagneticTilePictures.Free).ToArray();
        var bad = Array.ConvertAll(pictures, picture => picture.Label != MagneticTilePictures.Free);
        var pixels = Array.ConvertAll(masks, ReadMask);
        var figures = new List<Figure>();
        foreach (var method in Enum.GetValues<DefectMethod>())
        {
            progress?.Report($"one class, {method}");
            var (image, pixel, alarms, found, within) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<(string Label, double Area)>());
            for (var half = 0; half < 2; half++)
            {
                var fitted = free.Where((_, i) => i % 2 == half).ToHashSet();
                using var detector = DefectDetector.Fit(
                    [.. fitted.Order().Select(i => pictures[i].Data)], new DefectDetectorOptions { Method = method }, cancellationToken: cancellationToken);
                var tested = Enumerable.Range(0, pictures.Length).Where(i => !fitted.Contains(i)).ToArray();
                var maps = new DefectMap[tested.Length];
                var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
                Parallel.For(0, tested.Length, options, i => maps[i] = detector.Judge(PictureScoring.Decode(pictures[tested[i]])));
                var scores = Array.ConvertAll(maps, map => Array.ConvertAll(map.ToPixels(MaskSide, MaskSide), score => (double)score));
                image.Add(RankScoring.Auroc([.. maps.Select(map => map.Score)], [.. tested.Select(i => bad[i])]));
                pixel.Add(RankScoring.Auroc([.. scores.SelectMany(own => own)], [.. tested.SelectMany(i => pixels[i])]));
                within.AddRange(tested.Index().Where(own => pixels[own.Item].Contains(true)).Select(own => (pictures[own.Item].Label, RankScoring.Auroc(scores[own.Index], pixels[own.Item]))));
                alarms.Add(maps.Where((_, i) => !bad[tested[i]]).Average(map => map.IsDefective ? 1.0 : 0));
                found.Add(maps.Where((_, i) => bad[tested[i]]).Average(map => map.IsDefective ? 1.0 : 0));
            }

            figures.AddRange(Describe(method, free.Length, bad.Count(own => own), image, pixel, alarms, found, within));
        }

        return figures;
    }

    private static IEnumerable<Figure> Describe(
        DefectMethod method, int free, int bad, List<double> image, List<double> pixel, List<double> alarms, List<double> found, List<(string Label, double Area)> within)
    {
        var suite = string.Create(CultureInfo.InvariantCulture, $"magnetic-tile/one-class/{method.ToString().ToLowerInvariant()}");
        var protocol = string.Create(
            CultureInfo.InvariantCulture,
            $"fitted to every second of {free} tiles free of defects by name, tested on the others and all {bad} with defects, and the other way round; mean of both; fixed filters, 200 x 200, defaults");
        yield return new Figure($"{suite}/image_auroc", image.Average(), "", protocol);
        yield return new Figure($"{suite}/pixel_auroc", pixel.Average(), "", protocol + string.Create(CultureInfo.InvariantCulture, $"; against the masks, both at {MaskSide} x {MaskSide}"));
        yield return new Figure(
            $"{suite}/pixel_auroc_within",
            within.Average(own => own.Area),
            "",
            protocol + "; mean over pictures with defects of the pixel AUROC within each, by class "
                + string.Join(", ", within.GroupBy(own => own.Label).Select(own => $"{own.Key} {PictureScoring.Number(own.Average(picture => picture.Area))}")));
        yield return new Figure($"{suite}/false_alarms", alarms.Average(), "", protocol + "; at the threshold of the fit, of the tiles free of defects that were not fitted", "at most about .05, as asked");
        yield return new Figure($"{suite}/found", found.Average(), "", protocol + "; defects found at that threshold");
    }

    private static bool[] ReadMask(string path)
    {
        try
        {
            var mask = ImageDecoder.Decode(File.ReadAllBytes(path)).ToGrey().Resize(MaskSide, MaskSide, ResizeMode.Nearest);
            return Array.ConvertAll(mask.Pixels.ToArray(), pixel => pixel > 127);
        }
        catch (Exception error) when (error is IOException or ImageFormatException)
        {
            throw new InvalidRequestException("data", $"the mask {Path.GetFileName(path)} cannot be read: {error.Message}", error);
        }
    }
}
