namespace IndustrialAgents.Routing;

/// <summary>
/// Loss of an estimate: the mean of |value − truth| / (|value| + |truth|), the symmetric relative error that lies between 0 and 1 (Lance and
/// Williams 1966, the Canberra distance). It presumes quantities with a meaningful zero.
/// </summary>
internal static class EstimateLoss
{
    /// <summary>Mean loss over the rows whose truth <c>[row, quantity]</c> is given.</summary>
    public static double Of(Estimate estimate, ReadOnlySpan<double> truth)
    {
        var values = estimate.Values.Span;
        var sum = 0.0;
        for (var i = 0; i < truth.Length; i++)
        {
            var error = Math.Abs(values[i] - truth[i]);
            sum += error == 0 ? 0 : error / (Math.Abs(values[i]) + Math.Abs(truth[i]));
        }

        return sum / truth.Length;
    }
}
