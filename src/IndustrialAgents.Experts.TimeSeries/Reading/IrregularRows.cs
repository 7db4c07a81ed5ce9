namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What becomes of rows whose times are not evenly apart.</summary>
public enum IrregularRows
{
    /// <summary>They are resampled, see <see cref="SeriesResampler"/>.</summary>
    Resample,

    /// <summary>They are an error that names the first such row.</summary>
    Refuse,

    /// <summary>They are taken as if they were evenly apart by their median step, as benchmarks do that count rows and not time.</summary>
    AsTheyCome,
}
