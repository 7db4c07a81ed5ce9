namespace IndustrialAgents.Experts;

/// <summary>
/// Output step <c>regression</c>: columns of the model's output <c>[row, column]</c> as named quantities with units, and where the model says how
/// sure it is, their standard deviations.
/// </summary>
internal sealed class RegressionStep : OutputStep
{
    private readonly RegressionStepOptions _options;
    private readonly ExpertId _expert;
    private readonly SeriesChannel[] _quantities;

    public RegressionStep(StepContext context)
    {
        _options = context.Options.Read<RegressionStepOptions>();
        _expert = context.Manifest.Id;
        if (_options.Quantities.Count == 0)
        {
            throw context.Options.Invalid("quantities", "name at least one quantity");
        }

        for (var i = 0; i < _options.Quantities.Count; i++)
        {
            var quantity = _options.Quantities[i];
            if (string.IsNullOrWhiteSpace(quantity.Name) || _options.Quantities.Take(i).Any(other => other.Name == quantity.Name))
            {
                throw context.Options.Invalid($"quantities[{i}].name", $"'{quantity.Name}'; a quantity needs a name of its own");
            }

            if (quantity.Scale == 0 || !double.IsFinite(quantity.Scale) || !double.IsFinite(quantity.Offset))
            {
                throw context.Options.Invalid($"quantities[{i}].scale", $"{quantity.Scale}, offset {quantity.Offset}; scale must be finite and not 0, offset finite");
            }
        }

        if (_options.Quantities.Any(q => q.DeviationColumn is null) && _options.Quantities.Any(q => q.DeviationColumn is not null))
        {
            throw context.Options.Invalid("quantities", "give deviationColumn for all quantities or for none");
        }

        _quantities = [.. _options.Quantities.Select(q => new SeriesChannel(q.Name, q.Unit))];
    }

    protected override ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed)
    {
        var output = ModelTensors.Pick(outputs, _options.Output, feed, _expert);
        var numbers = ModelTensors.Numbers(output, _expert);
        var columns = output.Shape.Rank < 2 ? Math.Max(1, numbers.Length) : Math.Max(1, (int)output.Shape[output.Shape.Rank - 1]);
        var rows = numbers.Length / columns;
        var values = new double[rows * _quantities.Length];
        var deviations = _options.Quantities[0].DeviationColumn is null ? [] : new double[values.Length];
        for (var q = 0; q < _quantities.Length; q++)
        {
            var quantity = _options.Quantities[q];
            var column = Column(quantity.Column ?? q, columns, output);
            for (var row = 0; row < rows; row++)
            {
                values[(row * _quantities.Length) + q] = (numbers[(row * columns) + column] * quantity.Scale) + quantity.Offset;
                if (quantity.DeviationColumn is { } deviation)
                {
                    deviations[(row * _quantities.Length) + q] = Math.Abs(numbers[(row * columns) + Column(deviation, columns, output)] * quantity.Scale);
                }
            }
        }

        return new Estimate(_quantities, values) { StandardDeviations = deviations };
    }

    private int Column(int column, int columns, Tensor output) => column >= 0 && column < columns
        ? column
        : throw new ExpertFailedException(_expert, $"the manifest reads column {column} of the model's output, which is {output}");
}
