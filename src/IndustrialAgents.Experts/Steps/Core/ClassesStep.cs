namespace IndustrialAgents.Experts;

/// <summary>
/// Output steps <c>softmax</c> (the model gives logits) and <c>probabilities</c> (the model gives probabilities, which are rescaled to sum to 1):
/// one row of classes becomes <see cref="ClassProbabilities"/> under the manifest's labels, or under the classes' numbers where it has none.
/// </summary>
internal sealed class ClassesStep : OutputStep
{
    private readonly ClassesStepOptions _options;
    private readonly ExpertId _expert;
    private readonly bool _logits;
    private volatile IReadOnlyList<string> _labels;

    public ClassesStep(StepContext context, bool logits)
    {
        _options = context.Options.Read<ClassesStepOptions>();
        _expert = context.Manifest.Id;
        _labels = context.Labels;
        _logits = logits;
        if (!(_options.Temperature > 0) || !double.IsFinite(_options.Temperature))
        {
            throw context.Options.Invalid("temperature", $"{_options.Temperature}; it must be positive and finite");
        }

        if (!logits && _options.Temperature != 1)
        {
            throw context.Options.Invalid("temperature", "it divides logits; use softmax where the model gives logits");
        }
    }

    protected override ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed)
    {
        var output = ModelTensors.Pick(outputs, _options.Output, feed, _expert);
        var values = ModelTensors.Numbers(output, _expert);
        var classes = output.Shape.Rank == 0 ? 0 : output.Shape[output.Shape.Rank - 1];
        if (classes == 0 || values.Length != classes)
        {
            throw new InvalidRequestException("inputs", $"the model gives {output} for them; {_expert} classifies one thing at a time");
        }

        if (_logits)
        {
            Softmax(values);
        }
        else
        {
            Normalize(values);
        }

        var result = new ClassProbabilities(Labels(values.Length), values);
        return result with { Confidence = result.Top().Probability };
    }

    private IReadOnlyList<string> Labels(int count)
    {
        if (_labels.Count == 0)
        {
            _labels = [.. Enumerable.Range(0, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        }

        return _labels.Count == count
            ? _labels
            : throw new ExpertFailedException(_expert, $"the model gives {count} classes and the manifest {_labels.Count} labels; give one label a class");
    }

    private void Softmax(double[] values)
    {
        // Shifted by the largest, so that no power overflows.
        var largest = values.Max();
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Exp((values[i] - largest) / _options.Temperature);
            sum += values[i];
        }

        Divide(values, sum);
    }

    private void Normalize(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            if (value < -1e-6)
            {
                throw new ExpertFailedException(_expert, $"the model gives {value} as a probability; use softmax where it gives logits");
            }

            sum += value;
        }

        // Quantised models are off by a few per cent; logits by far more.
        if (sum is < 0.9 or > 1.1)
        {
            throw new ExpertFailedException(_expert, $"the model's probabilities sum to {sum}; use softmax where it gives logits");
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Max(0, values[i]);
        }

        Divide(values, values.Sum());
    }

    private static void Divide(double[] values, double sum)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] /= sum;
        }
    }
}
