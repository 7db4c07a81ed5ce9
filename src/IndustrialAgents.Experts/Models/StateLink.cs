namespace IndustrialAgents.Experts;

/// <summary>An output that becomes an input of the same model's next run, such as the keys of one layer of a decoder.</summary>
/// <param name="Input">Name of the input.</param>
/// <param name="Output">Name of the output.</param>
/// <param name="ElementType">Type of both.</param>
/// <param name="Dimensions">Dimensions of the input; those of the two axes are not looked at.</param>
/// <param name="BatchAxis">The dimension of the rows.</param>
/// <param name="TimeAxis">The dimension that grows from run to run; after <paramref name="BatchAxis"/>.</param>
public sealed record StateLink(string Input, string Output, ElementType ElementType, IReadOnlyList<long> Dimensions, int BatchAxis, int TimeAxis)
{
    /// <summary>The shape for so many rows and so much time.</summary>
    public TensorShape Shape(int rows, long time)
    {
        var dimensions = Dimensions.ToArray();
        (dimensions[BatchAxis], dimensions[TimeAxis]) = (rows, time);
        return new TensorShape(dimensions);
    }
}
