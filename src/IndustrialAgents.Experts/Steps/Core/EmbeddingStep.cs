namespace IndustrialAgents.Experts;

/// <summary>
/// Output step <c>embedding</c>: the model's <c>[1, dimension]</c>, or the mean of its vectors <c>[..., dimension]</c>, as a point of the
/// expert's own space.
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
        for (var i = 0; i < width; i++)
        {
            var sum = 0.0;
            for (var at = i; at < numbers.Length; at += width)
            {
                sum += numbers[at];
            }

            vector[i] = (float)(sum * width / numbers.Length);
        }

        return new Embedding(_expert.ToString(), vector);
    }
}
