using System.Globalization;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>The methods that <see cref="EttEvaluation"/> measures, and what to hold them against on ETTh1.</summary>
internal static class EttMethods
{
    public const string Selected = "selected";
    private const int Season = 24;

    public static IReadOnlyList<(string Name, ForecastMethod Method, string Rule)> All { get; } =
    [
        (Selected, new SelectedMethod(), "picked by the system from train and validation by a rule fixed before any test figure of it was seen, though those of single ridge models were known"),
        .. from lookBack in new[] { 336, 512, 720 }
           from normalization in new[] { InstanceNormalization.Last, InstanceNormalization.Mean }
           let method = Ridge(lookBack, normalization)
           select (method.Name, (ForecastMethod)method, "shared ridge, strength of 17 over eight decades by validation"),
        ("repeat-last", new RepeatLastMethod(), "nothing fitted"),
        ("seasonal-naive", new SeasonalNaiveMethod(Season), "the day before, nothing fitted"),
        ("holt-winters", new HoltWintersMethod(Season), "smoothing over ten days, parameters by channel of least one-step error on train"),
        ("theta", new ThetaMethod(Season), "smoothing over ten days, parameter by channel of least one-step error on train"),
    ];

    /// <summary>Published and measured errors at one horizon; null where none are known.</summary>
    public static string? Reference(string name, int horizon) => (name, horizon) switch
    {
        ("repeat-last", 96) => "mse 1.294, mae 0.713 in numpy",
        ("repeat-last", 720) => "mse 1.335, mae 0.755 in numpy",
        ("seasonal-naive", 96) => "mse 0.512, mae 0.433 in numpy",
        ("seasonal-naive", 720) => "mse 0.655, mae 0.514 in numpy",
        (Selected, 720) => "mse 0.4400 the uniform average of 24 ridge models in numpy",
        (Selected, 96) => "mse 0.3628 the uniform average of 24 ridge models in numpy; published DLinear 0.375, PatchTST/64 0.370, TTM-R2 zero-shot 0.357-0.364, TimesFM zero-shot 0.421, MOIRAI 0.394",
        _ => Measured(name, horizon),
    };

    private static string? Measured(string name, int horizon)
    {
        double? mse = (name, horizon) switch
        {
            ("ridge-336-last", 96) => 0.3694,
            ("ridge-512-last", 96) => 0.3639,
            ("ridge-720-last", 96) => 0.3660,
            ("ridge-336-mean", 96) => 0.3702,
            ("ridge-512-mean", 96) => 0.3667,
            ("ridge-720-mean", 96) => 0.3732,
            ("ridge-336-last", 720) => 0.4327,
            ("ridge-512-last", 720) => 0.4369,
            ("ridge-720-last", 720) => 0.4560,
            ("ridge-336-mean", 720) => 0.4320,
            ("ridge-512-mean", 720) => 0.4342,
            ("ridge-720-mean", 720) => 0.4587,
            _ => null,
        };
        return mse is { } value ? string.Create(CultureInfo.InvariantCulture, $"mse {value:f4} the same method with scikit-learn and numpy") : null;
    }

    private static RidgeMethod Ridge(int lookBack, InstanceNormalization normalization) => new() { LookBack = lookBack, Normalization = normalization };
}
