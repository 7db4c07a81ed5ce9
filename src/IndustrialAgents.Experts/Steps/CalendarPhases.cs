namespace IndustrialAgents.Experts;

/// <summary>Calendar features: sine and cosine of where a moment lies in each cycle, such as a day or a week, counted from 1970-01-05, a Monday, in UTC.</summary>
public static class CalendarPhases
{
    private static readonly DateTimeOffset Monday = new(1970, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The features of one moment.</summary>
    /// <param name="cycles">Lengths of the cycles, positive.</param>
    /// <param name="time">The moment.</param>
    /// <param name="phases">Receives sine and cosine of each cycle.</param>
    public static void Fill(IReadOnlyList<TimeSpan> cycles, DateTimeOffset time, Span<double> phases)
    {
        for (var i = 0; i < cycles.Count; i++)
        {
            var turns = (double)((time - Monday).Ticks % cycles[i].Ticks) / cycles[i].Ticks;
            (phases[2 * i], phases[(2 * i) + 1]) = Math.SinCos(2 * Math.PI * turns);
        }
    }
}
