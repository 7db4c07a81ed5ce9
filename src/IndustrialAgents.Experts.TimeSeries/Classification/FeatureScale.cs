using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What features are brought to before a ridge regression: mean 0, and variance one over the number of features of their kind, so that no kind outweighs another.</summary>
/// <param name="Mean">What is taken off each feature.</param>
/// <param name="Factor">What the rest is multiplied by.</param>
internal sealed record FeatureScale(double[] Mean, double[] Factor)
{
    /// <param name="features">Features <c>[window, feature]</c>.</param>
    /// <param name="kinds">What they are.</param>
    public static FeatureScale Fit(float[] features, WindowFeatures kinds)
    {
        var standardizer = Standardizer.Fit(features, kinds.Width);
        var factor = new double[kinds.Width];
        for (var i = 0; i < factor.Length; i++)
        {
            factor[i] = 1 / (standardizer.Deviation[i] * Math.Sqrt(kinds.KindWidth(i)));
        }

        return new FeatureScale(standardizer.Mean.ToArray(), factor);
    }

    /// <summary>Scales features <c>[window, feature]</c> where they lie.</summary>
    public void Apply(Span<float> features)
    {
        for (var at = 0; at < features.Length; at++)
        {
            features[at] = (float)((features[at] - Mean[at % Mean.Length]) * Factor[at % Mean.Length]);
        }
    }
}
