namespace IndustrialAgents.Cli.Demo;

/// <summary>Counts how alarms and truth went together, row by row and fault by fault. Not thread-safe.</summary>
internal sealed class DetectionScore
{
    private readonly Dictionary<AssetPath, OpenFault> _open = [];
    private readonly List<double> _delays = [];
    private long _truePositives;
    private long _falsePositives;
    private long _falseNegatives;
    private long _trueNegatives;

    /// <summary>Faults that came.</summary>
    public int Faults { get; private set; }

    /// <summary>Faults during which an alarm was raised.</summary>
    public int Detected => _delays.Count;

    /// <summary>Alarms that were raised while nothing was the matter.</summary>
    public int FalseAlarms { get; private set; }

    /// <summary>Rows counted.</summary>
    public long Rows => _truePositives + _falsePositives + _falseNegatives + _trueNegatives;

    /// <summary>F1 of the rows.</summary>
    public double F1 => Ratio(2 * _truePositives, (2 * _truePositives) + _falsePositives + _falseNegatives);

    /// <summary>Share of the normal rows during which an alarm was raised.</summary>
    public double FalseAlarmRate => Ratio(_falsePositives, _falsePositives + _trueNegatives);

    /// <summary>Share of the faulty rows during which no alarm was raised.</summary>
    public double MissedAlarmRate => Ratio(_falseNegatives, _falseNegatives + _truePositives);

    /// <summary>Median number of rows from the start of a fault to its alarm; NaN where none was detected.</summary>
    public double MedianDelay => _delays.Count == 0 ? double.NaN : _delays.Order().ElementAt(_delays.Count / 2);

    /// <summary>Counts one row.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="isFault">Whether something was the matter.</param>
    /// <param name="isAlarm">Whether the alarm was raised.</param>
    /// <param name="wasRaised">Whether this row raised it.</param>
    public void Count(AssetPath asset, bool isFault, bool isAlarm, bool wasRaised)
    {
        _ = (isFault, isAlarm) switch
        {
            (true, true) => _truePositives++,
            (true, false) => _falseNegatives++,
            (false, true) => _falsePositives++,
            (false, false) => _trueNegatives++,
        };
        FalseAlarms += wasRaised && !isFault ? 1 : 0;
        if (!isFault)
        {
            _open.Remove(asset);
            return;
        }

        if (!_open.TryGetValue(asset, out var fault))
        {
            Faults++;
            fault = new OpenFault();
            _open.Add(asset, fault);
        }

        if (isAlarm && !fault.Detected)
        {
            fault.Detected = true;
            _delays.Add(fault.Rows);
        }

        fault.Rows++;
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private sealed class OpenFault
    {
        public int Rows { get; set; }

        public bool Detected { get; set; }
    }
}
