namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>
/// Learns a tagger by the averaged structured perceptron (Collins 2002, doi:10.3115/1118693.1118694): where the best tags are wrong, the features of
/// the right ones gain and those of the wrong ones lose; what is kept is the mean over all steps. The order of texts is drawn from a seed, so that the
/// same texts give the same tagger. Thread-safe.
/// </summary>
public static class EntityTraining
{
    /// <summary>Learns.</summary>
    /// <param name="examples">Texts with their entities.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <exception cref="InvalidRequestException">No text has an entity, an entity does not fit its text, or there are too many classes.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static EntityTagger Fit(IReadOnlyList<EntityExample> examples, EntityTrainingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        options ??= new EntityTrainingOptions();
        if (options.Passes is < 1 or > EntityTrainingOptions.MaxPasses)
        {
            throw new ArgumentException($"passes: {options.Passes}; it must lie between 1 and {EntityTrainingOptions.MaxPasses}", nameof(options));
        }

        var written = examples.Select(example => LayeredTags.Encode(example.Tokens.Count, example.Spans)).ToArray();
        string[] tags = [.. written.SelectMany(sequence => sequence).Append(LayeredTags.Outside).Distinct().Order(StringComparer.Ordinal)];
        InvalidRequestException.Require(tags.Length > 1, "examples", $"{examples.Count} texts without an entity; at least one entity is needed");
        InvalidRequestException.Require(
            tags.Length <= EntityModelFile.MaxTags, "examples", $"classes and their nesting make {tags.Length} tags; at most {EntityModelFile.MaxTags} are learned; join rare classes");
        var truth = Array.ConvertAll(written, sequence => Array.ConvertAll(sequence, tag => Array.BinarySearch(tags, tag, StringComparer.Ordinal)));
        var features = examples.Select(example => TokenFeatures.Of(example.Tokens)).ToArray();
        var state = new PerceptronState(tags.Length);
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(options.Seed);
        for (var pass = 0; pass < options.Passes; pass++)
        {
            random.Shuffle(order);
            foreach (var i in order)
            {
                cancellationToken.ThrowIfCancellationRequested();
                state.Learn(features[i], truth[i]);
            }
        }

        var (steps, weights) = state.Mean();
        return new EntityTagger(tags, steps, weights);
    }
}
