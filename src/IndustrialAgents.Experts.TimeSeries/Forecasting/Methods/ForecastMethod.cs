namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>A way to forecast, with its settings. Immutable and thread-safe.</summary>
public abstract record ForecastMethod
{
    /// <summary>Its name with what sets it apart from others of its kind, such as <c>ridge-512-last</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Fits it to the part before the split; the rest may choose between settings.</summary>
    /// <exception cref="InvalidRequestException">The series is too short, or a setting makes no sense.</exception>
    internal abstract LinearMap Fit(ForecastData data);

    /// <summary>Fits it, and says which method was picked and why; most pick themselves.</summary>
    /// <inheritdoc cref="Fit"/>
    internal virtual (ForecastMethod Method, LinearMap Map, string? Reason) Pick(ForecastData data) => (this, Fit(data), null);
}
