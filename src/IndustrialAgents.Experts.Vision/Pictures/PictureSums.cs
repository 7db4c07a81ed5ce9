using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>Statistics of rows of features by class, where classes come and go. Not thread-safe.</summary>
internal sealed class PictureSums
{
    private readonly List<string> _labels;
    private RidgeStatistics? _statistics;

    /// <param name="width">Number of features.</param>
    public PictureSums(int width)
        : this(width, [], null)
    {
    }

    /// <param name="width">Number of features.</param>
    /// <param name="labels">Class of each target.</param>
    /// <param name="statistics">Rows so far; null where there are no labels.</param>
    public PictureSums(int width, IEnumerable<string> labels, RidgeStatistics? statistics) => (Width, _labels, _statistics) = (width, [.. labels], statistics);

    /// <summary>Number of features.</summary>
    public int Width { get; }

    /// <summary>Rows that count now.</summary>
    public long Count => _statistics?.Count ?? 0;

    /// <summary>Rows of each class that has any.</summary>
    public IReadOnlyDictionary<string, long> Counts => _labels
        .Select((label, target) => (label, Rows(target)))
        .Where(own => own.Item2 > 0)
        .ToDictionary(own => own.label, own => own.Item2, StringComparer.Ordinal);

    /// <summary>Adds rows of one class or several, and the classes that are new.</summary>
    public void Add(float[][] rows, IReadOnlyList<string> labels)
    {
        if (rows.Length > 0)
        {
            Widen(labels);
            _statistics!.AddClasses([.. rows.SelectMany(row => row)], Targets(labels));
        }
    }

    /// <summary>Takes rows away that were added before.</summary>
    /// <exception cref="InvalidRequestException">A class has fewer rows; nothing was removed.</exception>
    public void Remove(float[][] rows, IReadOnlyList<string> labels)
    {
        Require(labels.CountBy(label => label).Select(own => (own.Key, (long)own.Value)));
        if (rows.Length > 0)
        {
            _statistics!.RemoveClasses([.. rows.SelectMany(row => row)], Targets(labels));
        }
    }

    /// <summary>Adds all rows of another.</summary>
    public void Merge(PictureSums other)
    {
        if (other._statistics is not null)
        {
            Widen(other._labels);
            _statistics!.Merge(RidgeTargets.Place(other._statistics, Targets(other._labels), _labels.Count));
        }
    }

    /// <summary>Takes all rows of another away, which were merged before.</summary>
    /// <exception cref="InvalidRequestException">A class has fewer rows; nothing was removed.</exception>
    public void Remove(PictureSums other)
    {
        Require(other.Counts.Select(own => (own.Key, own.Value)));
        if (other.Count > 0)
        {
            Widen(other._labels);
            _statistics!.Remove(RidgeTargets.Place(other._statistics!, Targets(other._labels), _labels.Count));
        }
    }

    /// <summary>Statistics of the classes that have rows, in the alphabetical order of their labels.</summary>
    /// <exception cref="InvalidRequestException">There are fewer than two such classes.</exception>
    public (RidgeStatistics Statistics, string[] Labels) Present()
    {
        var labels = Counts.Keys.Order(StringComparer.Ordinal).ToArray();
        InvalidRequestException.Require(labels.Length >= 2, "pictures", $"of {labels.Length} classes are left; a classifier needs at least two classes, add pictures of another");
        return (RidgeTargets.Place(_statistics!, [.. _labels.Select(label => Array.IndexOf(labels, label))], labels.Length), labels);
    }

    private void Require(IEnumerable<(string Label, long Rows)> gone)
    {
        var counts = Counts;
        foreach (var (label, rows) in gone)
        {
            InvalidRequestException.Require(
                counts.GetValueOrDefault(label) >= rows, "pictures", $"{rows} rows of class '{label}' are to go, of which {counts.GetValueOrDefault(label)} are left; remove only what was added");
        }
    }

    private long Rows(int target) => (long)Math.Round(_statistics!.TargetSums[target]);

    private int[] Targets(IReadOnlyList<string> labels) => [.. labels.Select(label => _labels.IndexOf(label))];

    private void Widen(IEnumerable<string> labels)
    {
        var before = _labels.Count;
        _labels.AddRange(labels.Distinct(StringComparer.Ordinal).Where(label => !_labels.Contains(label)));
        if (_statistics is null)
        {
            _statistics = new RidgeStatistics(Width, _labels.Count);
        }
        else if (_labels.Count > before)
        {
            _statistics = RidgeTargets.Place(_statistics, [.. Enumerable.Range(0, before)], _labels.Count);
        }
    }
}
