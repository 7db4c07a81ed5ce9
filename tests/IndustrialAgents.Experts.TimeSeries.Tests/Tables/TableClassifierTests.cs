using IndustrialAgents.Learning;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Tables;

public sealed class TableClassifierTests
{
    private static readonly TableClassifierOptions Options = new()
    {
        Derived = [new("power", "c0", ColumnOperation.Product, "c1"), new("gap", "c1", ColumnOperation.Difference, "c2"), new("both", "c0", ColumnOperation.Sum, "c2")],
        Boosting = new TreeOptions { Trees = 40, Leaves = 6, LearningRate = 0.2, LeafRows = 3 },
        Forest = new TreeOptions { Trees = 25, Leaves = 100, LeafRows = 1, FeatureShare = 0.5 },
    };

    [Theory]
    [InlineData(TableLearner.Selected)]
    [InlineData(TableLearner.Boosted)]
    [InlineData(TableLearner.Forest)]
    [InlineData(TableLearner.Both)]
    public async Task ToExpert_SavedAndLoaded_ClassifiesAsTheNativeForm(TableLearner learner)
    {
        var (table, classes) = Rows(1_200, 1);
        var classifier = Fit(table, classes, Options with { Learner = learner });
        Assert.Equal(["failure", "none"], classifier.Labels);
        Assert.Equal(("failure", 3), (classifier.Positive, classifier.Columns.Count));
        Assert.InRange(classifier.HeldOutF1, 0.85, 1);
        Assert.InRange(classifier.Threshold, 0.01, 0.99);
        Assert.True(learner == TableLearner.Selected ? classifier.Learner != learner : classifier.Learner == learner);
        using var saved = new SavedExpert(classifier.ToExpert(new ExpertId("failures", "1")));
        var loaded = TableClassifier.Load(saved.Folder);
        var (others, truth) = Rows(300, 2);
        var right = 0;
        for (var row = 0; row < 300; row++)
        {
            var native = classifier.Classify(others[row]);
            right += native.Probabilities.Span[0] >= classifier.Threshold == (truth[row] == "failure") ? 1 : 0;
            Assert.Equal(native.Probabilities.ToArray(), loaded.Classify(others[row]).Probabilities.ToArray());
            if (row % 10 == 0)
            {
                var answer = await saved.AskAsync<ClassProbabilities>(others.Slice(row, 1), ExpertTask.Classify);
                Assert.Equal(native.Labels, answer.Labels);
                Assert.All(native.Probabilities.ToArray().Zip(answer.Probabilities.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            }
        }

        Assert.InRange(right, 285, 300);
    }

    [Fact]
    public void Fit_RowsWithBadValues_LeavesThemOut()
    {
        var (table, classes) = Rows(600, 1);
        var gappy = table.WithBad(0, 0).WithBad(3, 2);
        int[] kept = [.. Enumerable.Range(0, 600).Where(row => row is not (0 or 3))];
        var without = table with { Values = kept.SelectMany(row => table[row].ToArray()).ToArray() };
        Assert.Equal(Fit(without, [.. kept.Select(row => classes[row])], Options).ToGraph().ToBytes(), Fit(gappy, classes, Options).ToGraph().ToBytes());
    }

    [Fact]
    public void Fit_Unusable_SaysWhatAndWhy()
    {
        var (table, classes) = Rows(300, 1);
        Says("classes: 299", table, classes[1..]);
        Says("1 in 300 rows", table, [.. classes.Select(_ => "none")]);
        Says("3 in 300 rows", table, ["other", .. classes[1..]]);
        Says("classes: 1 rows", table, ["failure", .. classes[1..].Select(_ => "none")]);
        Says("positive", table, classes, Options with { Positive = "broken" });
        Says("folds", table, classes, Options with { Folds = 1 });
        Says("'x' of 'c0' and 'c9'", table, classes, Options with { Derived = [new("x", "c0", ColumnOperation.Sum, "c9")] });
        Says("trees", table, classes, Options with { Boosting = new TreeOptions { Trees = 0 } });
        var values = table.Values.ToArray();
        Array.Fill(values, float.NaN);
        Says("0 in 0 rows", table with { Values = values }, classes);

        static void Says(string what, Series table, string[] classes, TableClassifierOptions? options = null) =>
            Assert.Contains(what, Assert.Throws<InvalidRequestException>(() => Fit(table, classes, options ?? Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classify_NotFinite_SaysWhere()
    {
        var (table, classes) = Rows(300, 1);
        var classifier = Fit(table, classes, Options);
        Assert.Throws<ArgumentException>(() => classifier.Classify([1]));
        Assert.Contains("'c1'", Assert.Throws<InvalidRequestException>(() => classifier.Classify([1, float.NaN, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("'power'", Assert.Throws<InvalidRequestException>(() => classifier.Classify([float.MaxValue, 2, 2])).Message, StringComparison.Ordinal);
        var answer = GraphRun.Of<double>(classifier.ToGraph(), "probabilities", [1, float.NaN, 2], 1, 3);
        Assert.All(answer, value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void FromGraph_Damaged_Throws()
    {
        var (table, classes) = Rows(300, 1);
        var graph = Fit(table, classes, Options with { Learner = TableLearner.Both }).ToGraph();
        Assert.Throws<CorruptGraphException>(() => TableClassifier.FromGraph(IsolationForest.Fit(TestData.Swinging(99, 2)).ToGraph()));
        graph.ReplaceInitializer("forest_offset", Tensor.Create<double>([double.NaN], 1));
        Assert.Throws<CorruptGraphException>(() => TableClassifier.FromGraph(graph));
    }

    private static TableClassifier Fit(Series table, string[] classes, TableClassifierOptions options) =>
        TableClassifier.Fit(table, classes, options, TestContext.Current.CancellationToken);

    private static (Series Table, string[] Classes) Rows(int count, int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, 3 * count).Select(_ => (float)random.NextDouble()).ToArray();
        return (TestData.Of(values, 3), [.. Enumerable.Range(0, count).Select(row => values[3 * row] * values[(3 * row) + 1] > 0.55 || values[(3 * row) + 1] - values[(3 * row) + 2] > 0.8 ? "failure" : "none")]);
    }
}
