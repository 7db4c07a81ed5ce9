namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Rows that a table classifier is fitted on, dealt out to folds by class.</summary>
internal sealed class TableTraining
{
    private readonly TableNote _note;
    private readonly float[] _rows;
    private readonly float[] _targets;
    private readonly int[] _folds;

    /// <exception cref="InvalidRequestException">The rows, classes or options cannot be used.</exception>
    public TableTraining(Series table, IReadOnlyList<string> classes, TableClassifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(classes);
        InvalidRequestException.Require(classes.Count == table.Length, "classes", $"{classes.Count} classes of {table.Length} rows; give one for each");
        InvalidRequestException.Require(options.Folds >= 2, "folds", $"{options.Folds}; at least 2 are needed to choose on what was not fitted");
        var good = Enumerable.Range(0, table.Length).Where(row => IsGood(table, row)).ToArray();
        var counts = good.CountBy(row => classes[row]).ToDictionary();
        string[] labels = [.. counts.Keys.Order(StringComparer.Ordinal)];
        InvalidRequestException.Require(
            labels.Length == 2, "classes", $"{labels.Length} in {good.Length} rows without a bad value: {string.Join(", ", labels.Take(5))}; two are told apart");
        var positive = options.Positive ?? labels.MinBy(label => counts[label])!;
        InvalidRequestException.Require(labels.Contains(positive), "positive", $"'{positive}' is no class; there are {string.Join(" and ", labels)}");
        InvalidRequestException.Require(counts.Values.Min() >= options.Folds, "classes", $"{counts.Values.Min()} rows of one of them; at least one for each of {options.Folds} folds is needed");
        _note = new TableNote([.. table.Channels], [.. options.Derived], labels, Array.IndexOf(labels, positive), options.Learner, 0.5, 0);
        foreach (var derived in options.Derived)
        {
            InvalidRequestException.Require(
                Enum.IsDefined(derived.Operation) && _note.Find(derived.Left) >= 0 && _note.Find(derived.Right) >= 0,
                "derived",
                $"'{derived.Name}' of '{derived.Left}' and '{derived.Right}'; the table has {string.Join(", ", table.Channels.Select(column => column.Name))}");
        }

        _rows = new float[good.Length * _note.Width];
        for (var i = 0; i < good.Length; i++)
        {
            _note.Extend(table[good[i]], _rows.AsSpan(i * _note.Width, _note.Width));
        }

        _targets = Array.ConvertAll(good, row => classes[row] == positive ? 1f : 0);
        _folds = Deal(_targets, options);
    }

    /// <summary>The trees of all rows, after <see cref="Choose"/>.</summary>
    public TableTrees? Trees { get; private set; }

    /// <summary>Chooses learner and threshold on rows held out, and fits all rows.</summary>
    public TableNote Choose(TableClassifierOptions options, CancellationToken cancellationToken)
    {
        var fitted = options.Learner is TableLearner.Selected ? TableLearner.Both : options.Learner;
        TableLearner[] candidates = options.Learner is TableLearner.Selected ? [TableLearner.Boosted, TableLearner.Forest, TableLearner.Both] : [options.Learner];
        var heldOut = candidates.Select(_ => new double[_targets.Length]).ToArray();
        for (var fold = 0; fold < options.Folds; fold++)
        {
            var held = fold;
            int[] others = [.. Enumerable.Range(0, _targets.Length).Where(row => _folds[row] != held)];
            var trees = TableTrees.Fit(fitted, Gather(others), _note.Width, Array.ConvertAll(others, row => _targets[row]), options, cancellationToken);
            foreach (var row in Enumerable.Range(0, _targets.Length).Where(row => _folds[row] == held))
            {
                for (var c = 0; c < candidates.Length; c++)
                {
                    heldOut[c][row] = trees.Predict(candidates[c], _rows.AsSpan(row * _note.Width, _note.Width));
                }
            }
        }

        var best = Enumerable.Range(0, candidates.Length).MinBy(c => Loss(heldOut[c]));
        var (threshold, f1) = BestThreshold(heldOut[best]);
        Trees = TableTrees.Fit(candidates[best], _rows, _note.Width, _targets, options, cancellationToken);
        return _note with { Learner = candidates[best], Threshold = threshold, HeldOutF1 = f1 };
    }

    private static bool IsGood(Series table, int row)
    {
        foreach (var value in table[row])
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return table.Quality.IsEmpty || !table.Quality.Span.Slice(row * table.Channels.Count, table.Channels.Count).Contains(SampleQuality.Bad);
    }

    // Each class by itself, in random order: rows of tables are often sorted.
    private static int[] Deal(float[] targets, TableClassifierOptions options)
    {
        var (folds, random) = (new int[targets.Length], new Random(options.Seed));
        foreach (var target in new[] { 0f, 1f })
        {
            var members = Enumerable.Range(0, targets.Length).Where(row => targets[row] == target).ToArray();
            random.Shuffle(members);
            for (var i = 0; i < members.Length; i++)
            {
                folds[members[i]] = i % options.Folds;
            }
        }

        return folds;
    }

    private float[] Gather(int[] rows)
    {
        var gathered = new float[rows.Length * _note.Width];
        for (var i = 0; i < rows.Length; i++)
        {
            _rows.AsSpan(rows[i] * _note.Width, _note.Width).CopyTo(gathered.AsSpan(i * _note.Width));
        }

        return gathered;
    }

    // No tree is sure beyond one in as many rows as there are.
    private double Loss(double[] probabilities) => probabilities
        .Select((p, row) => -Math.Log(Math.Max(_targets[row] == 1 ? p : 1 - p, 1.0 / _targets.Length)))
        .Average();

    // The middle between the last probability that is told positive and the next below.
    private (double Threshold, double F1) BestThreshold(double[] probabilities)
    {
        var (sorted, targets) = (probabilities.ToArray(), _targets.ToArray());
        Array.Sort(sorted, targets);
        var (best, threshold, hits) = (0.0, 0.5, 0.0);
        var positives = targets.Sum();
        for (var at = sorted.Length - 1; at >= 0; at--)
        {
            hits += targets[at];
            var below = at > 0 ? sorted[at - 1] : 0;
            var f1 = 2 * hits / (positives + sorted.Length - at);
            if (f1 > best && below < sorted[at])
            {
                (best, threshold) = (f1, (sorted[at] + below) / 2);
            }
        }

        return (threshold, best);
    }
}
