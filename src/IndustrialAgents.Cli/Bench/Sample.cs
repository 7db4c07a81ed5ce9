namespace IndustrialAgents.Cli.Bench;

/// <summary>Numbers that were measured again and again, in order of size.</summary>
internal sealed class Sample(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Median => _sorted[_sorted.Length / 2];

    public double LowerQuartile => _sorted[_sorted.Length / 4];

    public double UpperQuartile => _sorted[3 * _sorted.Length / 4];

    public double Least => _sorted[0];

    public double Most => _sorted[^1];
}
