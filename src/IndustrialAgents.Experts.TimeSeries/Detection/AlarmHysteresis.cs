namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// An alarm that is raised after several rows above one level and cleared after several below a lower one, so that a score at the limit does not
/// flutter. A score of NaN leaves the alarm as it is. Not thread-safe.
/// </summary>
public sealed class AlarmHysteresis
{
    private readonly double _raise;
    private readonly double _clear;
    private readonly int _rowsToRaise;
    private readonly int _rowsToClear;
    private int _rows;

    /// <summary>Makes an alarm that is off.</summary>
    /// <param name="raise">Scores above it speak for the alarm.</param>
    /// <param name="clear">Scores at or below it speak for its end; at most <paramref name="raise"/>.</param>
    /// <param name="rowsToRaise">Successive rows that raise it.</param>
    /// <param name="rowsToClear">Successive rows that clear it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A level is not finite or above the other, or a number of rows is not positive.</exception>
    public AlarmHysteresis(double raise, double clear, int rowsToRaise = 1, int rowsToClear = 1)
    {
        if (!double.IsFinite(raise) || !double.IsFinite(clear) || clear > raise)
        {
            throw new ArgumentOutOfRangeException(nameof(clear), $"raised above {raise}, cleared at {clear}; both must be finite, the second not the greater");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsToRaise);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsToClear);
        (_raise, _clear, _rowsToRaise, _rowsToClear) = (raise, clear, rowsToRaise, rowsToClear);
    }

    /// <summary>Whether the alarm is on.</summary>
    public bool IsRaised { get; private set; }

    /// <summary>Takes the score of the next row.</summary>
    /// <returns>Whether the alarm is on.</returns>
    public bool Push(double score)
    {
        if (double.IsNaN(score))
        {
            return IsRaised;
        }

        _rows = (IsRaised ? score <= _clear : score > _raise) ? _rows + 1 : 0;
        if (_rows >= (IsRaised ? _rowsToClear : _rowsToRaise))
        {
            (IsRaised, _rows) = (!IsRaised, 0);
        }

        return IsRaised;
    }

    /// <summary>Turns the alarm off and forgets the rows seen.</summary>
    public void Reset() => (IsRaised, _rows) = (false, 0);
}
