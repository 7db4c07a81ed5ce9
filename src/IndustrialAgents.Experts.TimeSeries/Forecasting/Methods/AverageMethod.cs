namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// The mean of several methods' forecasts, all weighing the same: errors that they do not share cancel, and weights that were fitted would
/// cost more than they bring (Smith, Wallis 2009, doi:10.1111/j.1468-0084.2008.00541.x).
/// </summary>
/// <param name="Members">The methods, at least one.</param>
public sealed record AverageMethod(IReadOnlyList<ForecastMethod> Members) : ForecastMethod
{
    /// <inheritdoc/>
    public override string Name => $"average({string.Join(", ", Members.Select(member => member.Name))})";

    internal override LinearMap Fit(ForecastData data)
    {
        InvalidRequestException.Require(Members.Count > 0, "members", "there are none; give at least one method");
        var maps = Members.Select(member => member.Fit(data)).ToArray();
        InvalidRequestException.Require(maps.All(map => map.Calendar.SequenceEqual(maps[0].Calendar)), "members", "use different calendars; give all of them the same");
        return LinearMap.Average(maps);
    }
}
