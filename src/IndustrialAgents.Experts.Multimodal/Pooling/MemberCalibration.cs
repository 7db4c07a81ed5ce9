namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Makes likelihoods of failure modes of what one member says: W e + b of its evidence e, which is Dirichlet calibration (Kull et al. 2019,
/// arXiv:1910.12656). It mends a member that is too sure, and one that takes some modes for others. Fit it with <see cref="DiagnoseCalibration"/>. Thread-safe.
/// </summary>
/// <param name="Matrix">W: one row a mode, one number for each mode's evidence, all finite and from -1000 to 1000.</param>
/// <param name="Offset">b: one number a mode, as large at the most.</param>
public sealed record MemberCalibration(IReadOnlyList<IReadOnlyList<double>> Matrix, IReadOnlyList<double> Offset)
{
    private const double Limit = 1000;

    /// <summary>Calibrated evidence, one number a mode.</summary>
    /// <param name="evidence">One number a mode, as <see cref="ModeEvidence"/> gives it.</param>
    /// <exception cref="ArgumentException">It is of another number of modes, or a number is out of range.</exception>
    public double[] Of(ReadOnlySpan<double> evidence)
    {
        if (Problem(evidence.Length) is { } problem)
        {
            throw new ArgumentException(problem, nameof(evidence));
        }

        var result = new double[evidence.Length];
        for (var k = 0; k < result.Length; k++)
        {
            result[k] = Offset[k];
            for (var j = 0; j < result.Length; j++)
            {
                result[k] += Matrix[k][j] * evidence[j];
            }
        }

        return result;
    }

    /// <summary>Why it does not fit a number of modes; null where it does.</summary>
    internal string? Problem(int modes) =>
        Matrix?.Count != modes || Matrix.Any(row => row?.Count != modes) || Offset?.Count != modes
            ? $"the calibration is not of {modes} modes: {modes} rows of {modes} numbers, and {modes} offsets, are needed"
            : Matrix.SelectMany(row => row).Concat(Offset).FirstOrDefault(value => !(Math.Abs(value) <= Limit)) is var wrong && wrong != 0
                ? $"the calibration holds {wrong}; its numbers lie between -{Limit} and {Limit}"
                : null;
}
