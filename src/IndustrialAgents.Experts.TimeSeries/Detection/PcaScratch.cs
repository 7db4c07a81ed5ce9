namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Working memory of <see cref="PcaModel"/> for one row at a time.</summary>
internal sealed class PcaScratch(int channels, int components)
{
    public double[] Standardized { get; } = new double[channels];

    public double[] Error { get; } = new double[channels];

    public double[] Part { get; } = new double[components];

    public double[] Scaled { get; } = new double[components];
}
