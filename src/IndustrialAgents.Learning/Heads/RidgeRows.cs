namespace IndustrialAgents.Learning;

/// <summary>Rows of features and targets that a ridge regression is fitted on, each in a fold.</summary>
/// <param name="Features">Features <c>[row, feature]</c>, finite.</param>
/// <param name="Width">Number of features.</param>
/// <param name="Targets">Targets <c>[row, target]</c>, finite.</param>
/// <param name="TargetCount">Number of targets.</param>
/// <param name="Folds">Fold of each row, from 0 on; rows that resemble each other belong into one fold.</param>
public sealed record RidgeRows(float[] Features, int Width, float[] Targets, int TargetCount, int[] Folds)
{
    /// <summary>Number of rows.</summary>
    public int Count => Folds.Length;

    /// <summary>Number of folds.</summary>
    public int FoldCount => Folds.Length == 0 ? 0 : Folds.Max() + 1;

    /// <exception cref="InvalidStatisticsException">The lengths do not fit, there are fewer than two folds, a fold is empty, or a value is not finite.</exception>
    internal void Validate()
    {
        if (Width < 1 || TargetCount < 1 || Features.Length != (long)Count * Width || Targets.Length != (long)Count * TargetCount)
        {
            throw new InvalidStatisticsException($"{Features.Length} features and {Targets.Length} targets are not {Count} rows of {Width} features and {TargetCount} targets");
        }

        if (FoldCount < 2 || Folds.Min() < 0 || Folds.Distinct().Count() != FoldCount)
        {
            throw new InvalidStatisticsException($"{Folds.Distinct().Count()} folds, numbered to {FoldCount - 1}; cross-validation needs at least 2, none of them empty");
        }

        if (!Array.TrueForAll(Features, float.IsFinite) || !Array.TrueForAll(Targets, float.IsFinite))
        {
            throw new InvalidStatisticsException("a feature or target is NaN or infinite; leave such rows out");
        }
    }
}
