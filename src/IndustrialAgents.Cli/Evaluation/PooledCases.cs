namespace IndustrialAgents.Cli.Evaluation;

/// <summary>Pooled probabilities of cases and their true modes, of one or more kinds of machine.</summary>
internal sealed class PooledCases(IReadOnlyList<(double[] Probabilities, int Truth)> cases)
{
    private const int Bins = 15;

    /// <summary>Whether each case's true mode is the most probable one.</summary>
    public bool[] Right { get; } = [.. cases.Select(pooled => Top(pooled.Probabilities) == pooled.Truth)];

    public double Accuracy => Right.Average(isRight => isRight ? 1.0 : 0);

    /// <summary>Mean of -ln of the true mode's probability.</summary>
    public double LogLoss => cases.Average(pooled => -Math.Log(Math.Max(pooled.Probabilities[pooled.Truth], 1e-12)));

    /// <summary>Expected calibration error of the most probable mode, bins of equal width (Guo et al. 2017, arXiv:1706.04599).</summary>
    public double CalibrationError => cases.Select((pooled, i) => (Confidence: pooled.Probabilities.Max(), Right: Right[i]))
        .GroupBy(pooled => Math.Min((int)(pooled.Confidence * Bins), Bins - 1))
        .Sum(bin => Math.Abs(bin.Sum(pooled => pooled.Confidence - (pooled.Right ? 1 : 0)))) / cases.Count;

    private static int Top(double[] probabilities) => Array.IndexOf(probabilities, probabilities.Max());
}
