using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Textures;
using IndustrialAgents.Json;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>
/// A classifier of pictures that goes on learning: fixed features, random features of these where they help (RanPAC, McDonnell et al. 2023,
/// arXiv:2307.02251), and a ridge regression or a discriminant solved from sums. More pictures and new classes add to the sums, those of two sites merge, and what
/// should not have been learned is taken off again. After any order of these the classifier is, to rounding, the one fitted to what is left, so
/// nothing is forgotten that was not removed. What the first pictures decided (features, scale, strength for each row, kind of head, temperature) stays.
/// Not thread-safe; dispose it to let go of the features' model.
/// </summary>
public sealed partial class PictureLearner : IDisposable
{
    private readonly PictureRecipe _recipe;
    private readonly PictureFeatures _features;
    private readonly PictureMap _map;
    private readonly PictureSums _sums;
    private readonly byte[]? _backbone;

    private PictureLearner(PictureRecipe recipe, PictureFeatures features, PictureSums sums, byte[]? backbone)
    {
        (_recipe, _features, _sums, _backbone) = (recipe, features, sums, backbone);
        _map = new PictureMap([.. recipe.Mean], [.. recipe.Scale], recipe.Projection, recipe.Seed);
    }

    /// <summary>Pictures of each class that count now.</summary>
    public IReadOnlyDictionary<string, long> Classes => _sums.Counts.ToDictionary(own => own.Key, own => own.Value / Rows);

    /// <summary>What was chosen, and how it did on parts held out; null where the learner was loaded or emptied.</summary>
    public string? Reason { get; private init; }

    private int Rows => 1 + _recipe.Augmentation.Copies;

    /// <summary>Decides how to learn by cross-validation on the pictures given, and learns them. The same pictures give the same learner, bit for bit.</summary>
    /// <param name="pictures">At least two of each of at least two classes, those taken one after another next to each other.</param>
    /// <param name="options">What to choose among.</param>
    /// <param name="backbone">A model's features instead of texture features; the learner disposes it.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="InvalidRequestException">There are too few pictures or classes, a picture cannot be read, or an option is wrong; the message says which.</exception>
    public static PictureLearner Fit(
        IReadOnlyList<LabelledPicture> pictures, PictureLearnerOptions? options = null, PictureFeatures? backbone = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        options ??= new PictureLearnerOptions();
        options.Validate();
        var smallest = RequireClasses(pictures);
        var colour = backbone is null && pictures.Index().Any(picture => HasColour(Decode(picture.Item, picture.Index)));
        var all = TextureGraph.GreyBlocks | (colour ? TextureBlocks.Colour : 0);
        using var textures = backbone is null ? PictureFeatures.Textures(options.Side, all) : null;
        var features = backbone ?? textures!;
        var rows = Extract(features, pictures, options.Augmentation, cancellationToken);
        var labels = pictures.Select(picture => picture.Label).Distinct().Order(StringComparer.Ordinal).ToArray();
        var classes = Array.ConvertAll(pictures.ToArray(), picture => Array.IndexOf(labels, picture.Label));
        var folds = Folds(classes, labels.Length, Math.Min(options.Folds, smallest), options.NeighboursTogether);
        var selection = new PictureSelection(rows, features.Widths, Repeat(classes, options.Augmentation), labels.Length, Repeat(folds, options.Augmentation));
        var blocks = TextureGraph.Each(all).ToArray();
        int[][] sets = backbone is not null ? [[0]] : [.. Sets(options, all).Select(set => Enumerable.Range(0, blocks.Length).Where(k => set.HasFlag(blocks[k])).ToArray())];
        var choice = selection.Best(sets, options.Projections, options.Seed, cancellationToken);
        var recipe = new PictureRecipe
        {
            Side = options.Side,
            Blocks = backbone is null ? choice.Kinds.Aggregate(default(TextureBlocks), (sum, kind) => sum | blocks[kind]) : 0,
            Backbone = backbone is null ? null : Hash(backbone),
            Augmentation = options.Augmentation,
            Mean = choice.Mean,
            Scale = choice.Scale,
            Projection = choice.Projection,
            Seed = options.Seed,

            // Rounded: five digits are more than the folds can tell, and a recipe is read by people too.
            StrengthPerRow = Round(choice.Ridge.Head.Strength / rows.Length),
            Discriminant = choice.Discriminant,
            Temperature = Round(choice.Temperature),
        };
        var learner = new PictureLearner(recipe, backbone ?? PictureFeatures.Textures(options.Side, recipe.Blocks), new PictureSums(recipe.Width), backbone?.Graph.ToBytes())
        {
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"{(backbone is null ? recipe.Blocks.ToString() : "the backbone's features")}{(recipe.Projection > 0 ? $" with {recipe.Projection} random features" : "")}, {(recipe.Discriminant ? "discriminant" : "ridge")}: accuracy {choice.Accuracy:f3} on parts held out, best of {sets.Length + options.Projections.Count} choices"),
        };
        learner._sums.Add(learner.Map(selection.Picked(choice.Kinds)), [.. Repeat(classes, options.Augmentation).Select(c => labels[c])]);
        return learner;
    }

    /// <summary>A learner with the same recipe that has seen nothing, such as for another site whose learner is to be merged one day. It disposes a model of its own.</summary>
    public PictureLearner Empty() => new(_recipe, Open(_recipe, _backbone, _features.Preprocess), new PictureSums(_recipe.Width), _backbone);

    /// <summary>Learns pictures, of classes it knows or new ones.</summary>
    /// <exception cref="InvalidRequestException">A picture cannot be read or has no label; nothing was learned.</exception>
    public void Add(IReadOnlyList<LabelledPicture> pictures, CancellationToken cancellationToken = default)
    {
        var (rows, labels) = Collect(pictures, cancellationToken);
        _sums.Add(rows, labels);
    }

    /// <summary>Forgets pictures that were learned before as they are.</summary>
    /// <exception cref="InvalidRequestException">A picture cannot be read, or a class has fewer pictures; nothing was forgotten.</exception>
    public void Remove(IReadOnlyList<LabelledPicture> pictures, CancellationToken cancellationToken = default)
    {
        var (rows, labels) = Collect(pictures, cancellationToken);
        _sums.Remove(rows, labels);
    }

    /// <summary>Learns all that another has learned.</summary>
    /// <exception cref="InvalidRequestException">The other was made by another recipe; nothing was learned.</exception>
    public void Merge(PictureLearner other)
    {
        RequireSameRecipe(other);
        _sums.Merge(other._sums);
    }

    /// <summary>Forgets all that another has learned, which was merged before.</summary>
    /// <exception cref="InvalidRequestException">The other was made by another recipe, or has more pictures than are left; nothing was forgotten.</exception>
    public void Remove(PictureLearner other)
    {
        RequireSameRecipe(other);
        _sums.Remove(other._sums);
    }

    /// <inheritdoc/>
    public void Dispose() => _features.Dispose();

    /// <summary>The ridge regression of what was learned, and its classes.</summary>
    /// <exception cref="InvalidRequestException">Fewer than two classes are left.</exception>
    internal (RidgeHead Head, string[] Labels) Solve()
    {
        var (statistics, labels) = _sums.Present();
        var ridge = Solve(statistics, _recipe.StrengthPerRow * statistics.Count);
        return (_recipe.Discriminant ? DiscriminantHead.From(ridge, statistics) : ridge, labels);
    }

    private static RidgeHead Solve(RidgeStatistics statistics, double strength)
    {
        try
        {
            return RidgeHead.Solve(statistics, strength);
        }
        catch (InvalidStatisticsException)
        {
            // Another machine's processor may give a picture other last bits, so what was taken off may leave sums that are not quite those of any pictures;
            // a strength of the size of that error solves them.
            var power = 0.0;
            for (var i = 0; i < statistics.Features; i++)
            {
                power += statistics.Gram[(i * statistics.Features) + i];
            }

            return RidgeHead.Solve(statistics, Math.Max(strength, 1e-6 * power));
        }
    }

    private static double Round(double value) => double.Parse(value.ToString("E4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static IEnumerable<TextureBlocks> Sets(PictureLearnerOptions options, TextureBlocks all)
    {
        if (options.Blocks.Count > 0)
        {
            return options.Blocks.Select(set => set & all).Where(set => set != 0);
        }

        const TextureBlocks Texture = TextureBlocks.Scattering | TextureBlocks.Patterns;
        var colour = all & TextureBlocks.Colour;
        const TextureBlocks Patterns = TextureBlocks.Patterns;
        return new[] { Patterns, Texture, Patterns | TextureBlocks.Local, Texture | TextureBlocks.Local, Texture | TextureBlocks.Local | TextureBlocks.Grid }
            .SelectMany(set => new[] { set, set | TextureBlocks.Gradients })
            .SelectMany(set => colour == 0 ? [set] : new[] { set, set | colour });
    }

    private static float[][] Extract(PictureFeatures features, IReadOnlyList<LabelledPicture> pictures, PictureAugmentation augmentation, CancellationToken cancellationToken)
    {
        var (rows, copies) = (new float[pictures.Count * (1 + augmentation.Copies)][], 1 + augmentation.Copies);
        try
        {
            Parallel.For(0, pictures.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                var at = i * copies;
                foreach (var copy in augmentation.Vary(Decode(pictures[i], i)))
                {
                    rows[at++] = features.Extract(copy);
                }
            });
            return rows;
        }
        catch (AggregateException error) when (error.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(error.InnerException);
            throw;
        }
    }

    private static Image Decode(LabelledPicture picture, int index)
    {
        try
        {
            return ImageDecoder.Decode(picture.Data.Span);
        }
        catch (ImageFormatException error)
        {
            throw new InvalidRequestException($"pictures[{index}].data", error.Message, error);
        }
    }

    private static bool HasColour(Image image)
    {
        var pixels = image.Pixels;
        for (var i = 0; image.Channels > 1 && i < pixels.Length; i += image.Channels)
        {
            if (Math.Abs(pixels[i] - pixels[i + 1]) > 8 || Math.Abs(pixels[i] - pixels[i + 2]) > 8)
            {
                return true;
            }
        }

        return false;
    }

    // Returns the number of pictures of the smallest class.
    private static int RequireClasses(IReadOnlyList<LabelledPicture> pictures)
    {
        RequireLabels(pictures);
        var counts = pictures.CountBy(picture => picture.Label).ToArray();
        InvalidRequestException.Require(counts.Length >= 2, "pictures", $"{pictures.Count} pictures of {counts.Length} classes; a classifier needs at least two classes");
        var (label, least) = counts.MinBy(own => own.Value);
        InvalidRequestException.Require(least >= 2, "pictures", $"class '{label}' has {least} pictures; the first fit needs at least 2 of each, one to fit and one to judge");
        return least;
    }

    private static void RequireLabels(IReadOnlyList<LabelledPicture> pictures)
    {
        for (var i = 0; i < pictures.Count; i++)
        {
            InvalidRequestException.Require(!string.IsNullOrWhiteSpace(pictures[i].Label), $"pictures[{i}].label", "is empty; name what the picture shows");
        }
    }

    // Neighbours often show the same plate or part; were they dealt out, a fold would be judged by what was fitted on its own parts.
    private static int[] Folds(int[] classes, int classCount, int foldCount, bool neighboursTogether)
    {
        var folds = new int[classes.Length];
        for (var c = 0; c < classCount; c++)
        {
            var members = Enumerable.Range(0, classes.Length).Where(i => classes[i] == c).ToArray();
            for (var i = 0; i < members.Length; i++)
            {
                folds[members[i]] = neighboursTogether ? i * foldCount / members.Length : i % foldCount;
            }
        }

        return folds;
    }

    private static int[] Repeat(int[] values, PictureAugmentation augmentation) => [.. values.SelectMany(value => Enumerable.Repeat(value, 1 + augmentation.Copies))];

    private (float[][] Rows, string[] Labels) Collect(IReadOnlyList<LabelledPicture> pictures, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        RequireLabels(pictures);
        var rows = Extract(_features, pictures, _recipe.Augmentation, cancellationToken);
        return (Map(rows), [.. pictures.SelectMany(picture => Enumerable.Repeat(picture.Label, Rows))]);
    }

    private float[][] Map(float[][] rows)
    {
        var mapped = new float[rows.Length][];
        Parallel.For(0, rows.Length, r => mapped[r] = _map.Apply(rows[r]));
        return mapped;
    }

    private void RequireSameRecipe(PictureLearner other)
    {
        ArgumentNullException.ThrowIfNull(other);

        // As text, since the lists of two records are never equal.
        InvalidRequestException.Require(
            JsonSerializer.Serialize(_recipe, ContractJson.Options) == JsonSerializer.Serialize(other._recipe, ContractJson.Options),
            "statistics",
            "come from a fit that decided otherwise (on features, scale or strength); begin the second with the first's recipe");
    }
}
