using System.Globalization;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Failures of machines from one reading, AI4I 2020 (Matzka 2020, doi:10.1109/AI4I49448.2020.00023): 10,000 rows, 339 of them failures, five folds with
/// as many failures each. Learner and threshold are chosen inside the four folds that train.
/// </summary>
public static class Ai4iEvaluation
{
    private const int Folds = 5;
    private const string Failure = "failure";
    private static readonly string[] Names = ["Air temperature [K]", "Process temperature [K]", "Rotational speed [rpm]", "Torque [Nm]", "Tool wear [min]"];
    private static readonly SeriesChannel[] Columns =
    [
        new("type"), new("air_temperature", "K"), new("process_temperature", "K"), new("speed", "{rpm}"), new("torque", "N.m"), new("wear", "min"),
    ];

    /// <summary>What is known of the machine: heat left, power and strain.</summary>
    internal static DerivedColumn[] Physics { get; } =
    [
        new("temperature_difference", "process_temperature", ColumnOperation.Difference, "air_temperature"),
        new("power", "torque", ColumnOperation.Product, "speed"),
        new("strain", "wear", ColumnOperation.Product, "torque"),
    ];

    /// <summary>Evaluates the classifiers.</summary>
    /// <param name="dataFolder">The data directory, which holds <c>timeseries/ai4i/ai4i2020.csv</c>.</param>
    /// <param name="progress">Told what is being done; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>F1, precision and recall of failures by each learner.</returns>
    /// <exception cref="InvalidRequestException">The data is not there or cannot be read.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string dataFolder, IProgress<string>? progress, CancellationToken cancellationToken) =>
        RunAsync(dataFolder, [TableLearner.Selected, TableLearner.Boosted, TableLearner.Forest], progress, cancellationToken);

    /// <summary>Evaluates some learners.</summary>
    /// <inheritdoc cref="RunAsync(string, IProgress{string}?, CancellationToken)"/>
    /// <param name="dataFolder">The data directory, which holds <c>timeseries/ai4i/ai4i2020.csv</c>.</param>
    /// <param name="learners">Which.</param>
    /// <param name="progress">Told what is being done; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<IReadOnlyList<Figure>> RunAsync(
        string dataFolder, IReadOnlyList<TableLearner> learners, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<Figure>>(
            () =>
            {
                var (table, classes) = Read(Path.Combine(dataFolder, "timeseries", "ai4i", "ai4i2020.csv"));
                var figures = new List<Figure>();
                foreach (var learner in learners)
                {
                    progress?.Report($"AI4I: {learner}");
                    figures.AddRange(Measure(table, classes, learner, cancellationToken));
                }

                return figures;
            },
            cancellationToken);

    /// <summary>Reads the rows and whether each failed.</summary>
    /// <param name="path">The file of the data set, its columns apart by tabs or commas.</param>
    /// <exception cref="InvalidRequestException">The file cannot be read or has another form.</exception>
    internal static (Series Table, string[] Classes) Read(string path)
    {
        string[][] lines;
        try
        {
            lines = [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => line.Split(line.Contains('\t', StringComparison.Ordinal) ? '\t' : ','))];
        }
        catch (IOException e)
        {
            throw new InvalidRequestException("data", $"{path} cannot be read; give the directory that holds timeseries/ai4i: {e.Message}", e);
        }

        var header = lines.Length > 0 ? lines[0] : [];
        var (type, failure) = (Array.IndexOf(header, "Type"), Array.IndexOf(header, "Machine failure"));
        int[] places = [.. Names.Select(name => Array.IndexOf(header, name))];
        InvalidRequestException.Require(
            lines.Length > 1 && type >= 0 && failure >= 0 && !places.Contains(-1), "data", $"{path} has no rows, or lacks one of Type, Machine failure, {string.Join(", ", Names)}");
        var (values, classes) = (new List<float>(), new List<string>());
        for (var at = 1; at < lines.Length; at++)
        {
            var cells = lines[at];
            InvalidRequestException.Require(cells.Length == header.Length && cells[type] is "L" or "M" or "H" && cells[failure] is "0" or "1", "data", $"{path}, line {at + 1}: not a row of the header's form");
            values.Add("LMH".IndexOf(cells[type][0], StringComparison.Ordinal));
            foreach (var place in places)
            {
                values.Add(float.TryParse(cells[place], CultureInfo.InvariantCulture, out var value)
                    ? value
                    : throw new InvalidRequestException("data", $"{path}, line {at + 1}: '{cells[place]}' is no number"));
            }

            classes.Add(cells[failure] == "1" ? Failure : "none");
        }

        return (new Series { Channels = Columns, Values = values.ToArray(), SamplePeriod = TimeSpan.FromSeconds(1) }, [.. classes]);
    }

    private static IEnumerable<Figure> Measure(Series table, string[] classes, TableLearner learner, CancellationToken cancellationToken)
    {
        var (folds, counts, scores) = (Deal(classes), new DetectionCounts(), new List<double>());
        for (var fold = 0; fold < Folds; fold++)
        {
            int[] train = [.. Enumerable.Range(0, classes.Length).Where(row => folds[row] != fold)];
            var rows = table with { Values = train.SelectMany(row => table[row].ToArray()).ToArray() };
            var classifier = TableClassifier.Fit(
                rows, [.. train.Select(row => classes[row])], new TableClassifierOptions { Learner = learner, Derived = Physics, Positive = Failure }, cancellationToken);
            var (own, positive) = (new DetectionCounts(), classifier.Labels.ToList().IndexOf(Failure));
            foreach (var row in Enumerable.Range(0, classes.Length).Where(row => folds[row] == fold))
            {
                var alarm = classifier.Classify(table[row]).Probabilities.Span[positive] >= classifier.Threshold;
                (own, counts) = (own.With(alarm, classes[row] == Failure), counts.With(alarm, classes[row] == Failure));
            }

            scores.Add(own.F1);
        }

        var protocol = $"AI4I, {classes.Length} rows, 5 stratified folds, seed 0; {learner} trees on 6 columns, temperature difference, power and wear x torque; learner and threshold by five folds inside the training rows; "
            + "a first version, whose trees had bins at even shares of the rows only and none in the tails, gave .847 (selected)";
        var name = $"ai4i/{learner.ToString().ToLowerInvariant()}";
        yield return new Figure($"{name}/f1", scores.Average(), "", $"{protocol}; mean of the folds' F1 of failure", "random forest .886, gradient boosting .854 (scikit-learn, the same columns)");
        yield return new Figure($"{name}/missed_rate", counts.MissedAlarmRate, "", $"{protocol}; share of failures that are not told");
        yield return new Figure($"{name}/false_alarm_rate", counts.FalseAlarmRate, "", $"{protocol}; share of other rows that are told as failures");
    }

    private static int[] Deal(string[] classes)
    {
        var (folds, random) = (new int[classes.Length], new Random(0));
        foreach (var own in Enumerable.Range(0, classes.Length).GroupBy(row => classes[row]))
        {
            var members = own.ToArray();
            random.Shuffle(members);
            for (var i = 0; i < members.Length; i++)
            {
                folds[members[i]] = i % Folds;
            }
        }

        return folds;
    }
}
