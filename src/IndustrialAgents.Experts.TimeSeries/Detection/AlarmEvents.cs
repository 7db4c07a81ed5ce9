namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Makes one event of a lasting alarm: a score is told when it is a quarter octave above every one of the rows before, and 0 otherwise. Whatever the
/// threshold, an excursion raises its alarm once, when it is first that high, instead of at every row. Works without a threshold and without
/// looking ahead. Not thread-safe.
/// </summary>
public sealed class AlarmEvents
{
    private const double StepsAnOctave = 4;
    private readonly int _quiet;

    // Levels that no later one reaches, falling: the first is the greatest of the rows that count.
    private readonly LinkedList<(long Row, int Level)> _highest = new();
    private long _rows;

    /// <summary>Makes one that has seen nothing.</summary>
    /// <param name="quiet">Rows that a score must stand out from.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public AlarmEvents(int quiet)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quiet);
        _quiet = quiet;
    }

    /// <summary>Takes the score of the next row.</summary>
    /// <param name="score">The score; NaN and what is not positive is no event.</param>
    /// <returns>The lower bound of the score's quarter octave where it stands out, else 0.</returns>
    public double Push(double score)
    {
        var row = _rows++;
        while (_highest.First is { } first && first.Value.Row < row - _quiet)
        {
            _highest.RemoveFirst();
        }

        if (!(score > 0))
        {
            return 0;
        }

        var level = (int)Math.Floor(StepsAnOctave * Math.Log2(Math.Clamp(score, 1e-100, 1e100)));
        var standsOut = _highest.First is not { } highest || highest.Value.Level < level;
        while (_highest.Last is { } last && last.Value.Level <= level)
        {
            _highest.RemoveLast();
        }

        _highest.AddLast((row, level));
        return standsOut ? Math.Pow(2, level / StepsAnOctave) : 0;
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _highest.Clear();
        _rows = 0;
    }
}
