using IndustrialAgents.Experts.Vision.Pictures;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>
/// Fits a classifier of surfaces and other textures to pictures of one's own, without downloaded weights: a <see cref="PictureLearner"/> with its
/// defaults, as an expert. Thread-safe.
/// </summary>
public static class TextureClassifier
{
    /// <summary>Fits to labelled pictures; classes are in the alphabetical order of their labels. The same pictures give the same model, bit for bit.</summary>
    /// <param name="pictures">At least two of each of at least two classes, those taken one after another next to each other.</param>
    /// <param name="options">Names and settings; the defaults where null.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="InvalidRequestException">There are too few pictures or classes, or a picture cannot be read; the message says which.</exception>
    public static FittedExpert Fit(
        IReadOnlyList<LabelledPicture> pictures, TextureClassifierOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TextureClassifierOptions();
        using var learner = PictureLearner.Fit(pictures, new PictureLearnerOptions { Side = options.Side, Folds = options.Folds }, cancellationToken: cancellationToken);
        var expert = learner.ToExpert(new ExpertId(options.Name, options.Version), options.FailureModes);
        return expert with
        {
            Manifest = expert.Manifest with { Description = options.Description ?? expert.Manifest.Description, Assets = options.Assets },
        };
    }
}
