using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Tells two classes of rows of a table apart, such as failure or none from one reading of every sensor: boosted trees, a random forest, or both.
/// Immutable and thread-safe.
/// </summary>
public sealed partial class TableClassifier
{
    private readonly TableTrees _trees;

    private TableClassifier(TableNote note, TableTrees trees) => (Note, _trees) = (note, trees);

    /// <summary>The columns of a row.</summary>
    public IReadOnlyList<SeriesChannel> Columns => Note.Columns;

    /// <summary>The two classes, in alphabetical order.</summary>
    public IReadOnlyList<string> Labels => Note.Labels;

    /// <summary>The class that the threshold is of.</summary>
    public string Positive => Note.Labels[Note.Positive];

    /// <summary>The trees that were chosen.</summary>
    public TableLearner Learner => Note.Learner;

    /// <summary>Probability of the positive class from which on it was told with the most F1 on rows held out. Probabilities themselves are left as they are.</summary>
    public double Threshold => Note.Threshold;

    /// <summary>F1 of the positive class at <see cref="Threshold"/> on rows held out; the threshold was chosen on the same, so it leans to the bright side.</summary>
    public double HeldOutF1 => Note.HeldOutF1;

    private TableNote Note { get; }

    /// <summary>Fits a classifier. Rows with a bad value are left out. The same rows give the same classifier.</summary>
    /// <param name="table">Rows, one a sample, of named columns.</param>
    /// <param name="classes">Class of each row; two different ones, each at least as often as there are folds.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="InvalidRequestException">The rows, classes or options cannot be used; the message says which.</exception>
    public static TableClassifier Fit(Series table, IReadOnlyList<string> classes, TableClassifierOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TableClassifierOptions();
        var training = new TableTraining(table, classes, options);
        try
        {
            return new TableClassifier(training.Choose(options, cancellationToken), training.Trees!);
        }
        catch (InvalidStatisticsException e)
        {
            throw new InvalidRequestException("options", e.Message, e);
        }
    }

    /// <summary>Probabilities of the classes of one row.</summary>
    /// <param name="row">One finite value a column.</param>
    /// <exception cref="ArgumentException">The row has not one value a column.</exception>
    /// <exception cref="InvalidRequestException">A value is NaN or infinite, or makes a derived column so.</exception>
    public ClassProbabilities Classify(ReadOnlySpan<float> row)
    {
        if (row.Length != Columns.Count)
        {
            throw new ArgumentException($"a row of {row.Length} values; the table has {Columns.Count} columns", nameof(row));
        }

        var extended = new float[Note.Width];
        Note.Extend(row, extended);
        for (var i = 0; i < extended.Length; i++)
        {
            InvalidRequestException.Require(
                float.IsFinite(extended[i]), "row", $"{extended[i]} in column '{(i < row.Length ? Columns[i].Name : Note.Derived[i - row.Length].Name)}'; every value must be finite");
        }

        var positive = _trees.Predict(Learner, extended);
        return new ClassProbabilities(Labels, Note.Positive == 0 ? new[] { positive, 1 - positive } : [1 - positive, positive]) { Confidence = Math.Max(positive, 1 - positive) };
    }
}
