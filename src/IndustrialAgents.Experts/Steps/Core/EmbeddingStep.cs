namespace IndustrialAgents.Experts;

/// <summary>
/// Output step <c>embedding</c>: the model's <c>[1, dimension]</c>, or the mean, first or last of its vectors <c>[..., dimension]</c>, as a point of the
/// expert's own space (Reimers and Gurevych 2019 for texts).
/// </summary>
internal sealed class EmbeddingStep(StepContext context) : OutputStep
{
    private readonly EmbeddingStepOptions _options = context.Options.Read<EmbeddingStepOptions>();
    private readonly ExpertId _expert = context.Manifest.Id;

    protected override ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed)
    {
        var output = ModelTensors.Pick(outputs, _options.Output, feed, _expert);
        var numbers = ModelTensors.Numbers(output, _expert);
        var width = output.Shape.Rank == 0 ? 0 : (int)output.Shape[output.Shape.Rank - 1];
        if (width == 0 || numbers.Length == 0 || (_options.Pool == EmbeddingPooling.None && numbers.Length != width))
        {
            throw new ExpertFailedException(_expert, $"the model's output is {output}, not one vector; \"pool\": \"mean\" makes one of several");
        }

        var vector = new float[width];
        var chosen = Chosen(feed, numbers.Length / width);
        for (var i = 0; i < width; i++)
        {
            var sum = 0.0;
            foreach (var row in chosen)
            {
                sum += numbers[(row * width) + i];
            }

            vector[i] = (float)(sum / chosen.Length);
        }

        var length = _options.Normalize ? Math.Sqrt(vector.Sum(own => (double)own * own)) : 1;
        return new Embedding(_expert.ToString(), length is 1 or 0 ? vector : Array.ConvertAll(vector, own => (float)(own / length)));
    }

    // Rows of the output whose mean is the vector.
    private int[] Chosen(ModelFeed feed, int rows)
    {
        var masked = feed.Tensors.TryGetValue(_options.Mask, out var mask) && mask.Shape.ElementCount == rows ? ModelTensors.Numbers(mask, _expert) : null;
        var counted = Enumerable.Range(0, rows).Where(row => masked is null || masked[row] > 0).ToArray();
        if (counted.Length == 0)
        {
            throw new ExpertFailedException(_expert, $"the mask '{_options.Mask}' counts none of {rows} vectors");
        }

        return _options.Pool switch
        {
            EmbeddingPooling.First => [counted[0]],
            EmbeddingPooling.Last => [counted[^1]],
            _ => counted,
        };
    }
}
