using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Classification;

public sealed class SeriesClassifierLearnerTests
{
    private const int Length = 64;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly SeriesClassifierOptions Options = new()
    {
        Features = SeriesFeatureKind.Both,
        Spectrum = new SpectrumOptions { Segment = 16 },
        MiniRocket = new MiniRocketOptions { Features = 84 },
        Noise = [10],
    };

    [Fact]
    public void ToHead_AnyOrderOfAddMergeAndRemove_EqualsTheUnion()
    {
        var first = Learner(1);
        Prop.ForAll(Gen.Choose(0, 1 << 20).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (learner, left) = (first.Empty(), new List<List<LabelledSeries>>());
            for (var part = 0; part < 5; part++)
            {
                // Some parts bring a class that no other has.
                var windows = Windows(random.Next(1, 5), random.Next(), random.Next(3) == 0 ? ["slow", "new", "newer"] : ["fast", "slow"]);
                if (random.Next(2) == 0)
                {
                    learner.Add(windows);
                }
                else
                {
                    var other = first.Empty();
                    other.Add(windows);
                    learner.Merge(other);
                }

                left.Add(windows);
                if (left.Count > 1 && random.Next(2) == 0)
                {
                    var gone = left[random.Next(left.Count)];
                    left.Remove(gone);
                    if (random.Next(2) == 0)
                    {
                        learner.Remove(gone);
                    }
                    else
                    {
                        var other = first.Empty();
                        other.Add(gone);
                        learner.Remove(other);
                    }
                }
            }

            var union = first.Empty();
            union.Add([.. left.SelectMany(part => part)]);
            Assert.Equal(union.Classes, learner.Classes);
            Assert.Equal(left.Sum(part => part.Count), learner.Windows);
            AssertSame(union.ToHead(), learner.ToHead(), 1e-8);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Fit_SameWindows_ClassifiesAsTheClassifierDoes()
    {
        var options = Options with { Noise = [] };
        var (classifier, learner) = (SeriesClassifier.Fit(Windows(8, 1), options, Token), SeriesClassifierLearner.Fit(Windows(8, 1), options, Token));
        Assert.Equal((24, 2, Length), (learner.Windows, learner.Channels.Count, learner.Length));
        Assert.Equal(["fast", "slow", "steady"], learner.Classes.Keys);
        foreach (var window in Windows(3, 2))
        {
            Assert.Equal(
                classifier.Classify(window.Series.Values.Span).Probabilities.ToArray(),
                learner.ToClassifier().Classify(window.Series.Values.Span).Probabilities.ToArray(),
                (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Fact]
    public void Fit_DefaultOptions_SaysWhyAndHoldsTheLimit()
    {
        var learner = SeriesClassifierLearner.Fit(Windows(4, 1), null, Token);
        Assert.NotNull(learner.Reason);
        Assert.InRange(learner.Features, 1, SeriesClassifierLearner.MaxFeatures);
        var many = new SeriesClassifierOptions { MiniRocket = new MiniRocketOptions { Features = 4_956 } };
        Assert.Contains("fewer MiniRocket features", Assert.Throws<InvalidRequestException>(() => SeriesClassifierLearner.Fit(Windows(4, 1), many, Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_NewClass_IsNamedAndForgottenAgain()
    {
        var learner = Learner(2);
        var before = learner.ToHead();
        var added = Windows(8, 5, ["new"]);
        learner.Add(added);
        Assert.Equal(["fast", "new", "slow", "steady"], learner.ToClassifier().Labels);
        Assert.Equal(8, learner.Classes["new"]);
        var classifier = learner.ToClassifier();
        Assert.All(Windows(5, 6, ["fast", "new", "slow"]), window => Assert.Equal(window.Label, classifier.Classify(window.Series.Values.Span).Top().Label));
        learner.Remove(added);
        Assert.Equal(["fast", "slow", "steady"], learner.ToClassifier().Labels);
        AssertSame(before, learner.ToHead(), 1e-8);
    }

    [Fact]
    public async Task Load_SavedExpert_GoesOnLearning()
    {
        var learner = Learner(3);
        learner.Add(Windows(3, 4, ["new"]));
        using var saved = new SavedExpert(learner.ToExpert(new ExpertId("learner", "1")));
        Assert.Equal("new", (await saved.AskAsync<ClassProbabilities>(Windows(1, 8, ["new"])[0].Series, ExpertTask.Classify)).Top().Label);
        var loaded = SeriesClassifierLearner.Load(saved.Folder);
        learner.Add(Windows(3, 9));
        loaded.Add(Windows(3, 9));
        AssertSame(learner.ToHead(), loaded.ToHead(), 0);
        loaded.Merge(learner);
        loaded.Remove(learner);
        AssertSame(learner.ToHead(), loaded.ToHead(), 1e-8);
    }

    [Theory]
    [InlineData("learning/recipe.json")]
    [InlineData("learning/classes.json")]
    [InlineData("learning/windows.statistics")]
    public void Load_DamagedFile_ThrowsTyped(string file)
    {
        using var saved = new SavedExpert(Learner(3).ToExpert(new ExpertId("learner", "1")));
        var path = Path.Combine(saved.Folder, file);
        var whole = File.ReadAllBytes(path);
        var (random, refused) = (new Random(1), 0);
        for (var i = 0; i < 150; i++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, i % 3 == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            try
            {
                // Some changes of a text leave it a recipe, of a digit for instance.
                SeriesClassifierLearner.Load(saved.Folder).ToClassifier();
            }
            catch (Exception e) when (e is InvalidStatisticsException or InvalidRequestException)
            {
                refused++;
                Assert.NotEmpty(e.Message);
            }
        }

        Assert.True(refused >= (file.EndsWith("json", StringComparison.Ordinal) ? 50 : 150), $"{refused}");
        File.Delete(path);
        Assert.ThrowsAny<Exception>(() => SeriesClassifierLearner.Load(saved.Folder));
    }

    [Fact]
    public void Load_OtherFilesOfItsKind_SaysWhatDiffers()
    {
        using var saved = new SavedExpert(Learner(3).ToExpert(new ExpertId("learner", "1")));
        File.WriteAllText(Path.Combine(saved.Folder, "learning/classes.json"), """["a", "b"]""");
        Assert.Contains("does not name the 3 classes", Assert.Throws<InvalidStatisticsException>(() => SeriesClassifierLearner.Load(saved.Folder)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(saved.Folder, "learning/windows.statistics"), RidgeStatisticsFile.Save(new RidgeStatistics(7, 3)));
        Assert.Contains("7 features", Assert.Throws<InvalidStatisticsException>(() => SeriesClassifierLearner.Load(saved.Folder)).Message, StringComparison.Ordinal);
        Assert.Contains("keeps no statistics", Assert.Throws<InvalidStatisticsException>(() => SeriesClassifierLearner.Load(Path.GetTempPath())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_WrongWindows_ThrowsAndLearnsNothing()
    {
        var learner = Learner(4);
        var before = learner.ToHead();
        var good = Windows(1, 1);
        Says("samples 00:00:01 apart", () => learner.Add([.. good, good[0] with { Series = good[0].Series with { SamplePeriod = TimeSpan.FromHours(1) } }]));
        Says("windows of 64", () => learner.Add([.. good, good[0] with { Series = good[0].Series.Slice(0, 32) }]));
        Says("'c1' is missing", () => learner.Add([good[0] with { Series = TestData.Swinging(Length, 1) }]));
        Says("windows[1].series.values", () => learner.Add([good[0], good[1] with { Series = TestData.Of([.. Enumerable.Repeat(3e38f, 2 * Length)], 2) }]));
        Says("without a label", () => learner.Add([good[0] with { Label = " " }]));
        Says("are none", () => learner.Add([]));
        Says("0 are left", () => learner.Remove(Windows(1, 1, ["new"])));
        Says("of class 'fast', of which 6 are left", () => learner.Remove(Windows(7, 4, ["fast"])));
        Says("otherwise on", () => learner.Merge(Learner(5)));
        Says("of no class", () => learner.Empty().ToClassifier());
        Says("none left", () => learner.Empty().ToHead());
        var one = learner.Empty();
        one.Add(Windows(2, 1, ["fast"]));
        Says("'fast' alone", () => one.ToClassifier());
        Assert.Equal(18, learner.Windows);
        AssertSame(before, learner.ToHead(), 0);

        static void Says(string what, Action action) => Assert.Contains(what, Assert.Throws<InvalidRequestException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_MoreChannelsInAnotherOrder_PicksItsOwn()
    {
        var (learner, again) = (Learner(4), Learner(4));
        var three = TestData.Swinging(Length, 3);
        learner.Add([new LabelledSeries("fast", three)]);
        again.Add([new LabelledSeries("fast", three.Pick([2, 1, 0]))]);
        AssertSame(learner.ToHead(), again.ToHead(), 0);
    }

    private static SeriesClassifierLearner Learner(int seed) => SeriesClassifierLearner.Fit(Windows(6, seed), Options, Token);

    private static void AssertSame(RidgeHead expected, RidgeHead actual, double tolerance)
    {
        Assert.Equal((expected.Features, expected.Targets), (actual.Features, actual.Targets));
        Assert.Equal(expected.Weights.ToArray(), actual.Weights.ToArray(), (a, b) => Math.Abs(a - b) <= tolerance);
        Assert.Equal(expected.Intercept.ToArray(), actual.Intercept.ToArray(), (a, b) => Math.Abs(a - b) <= tolerance);
    }

    private static List<LabelledSeries> Windows(int each, int seed, string[]? labels = null)
    {
        var (random, windows) = (new Random(seed), new List<LabelledSeries>());
        foreach (var label in labels ?? ["fast", "slow", "steady"])
        {
            var pace = label switch { "fast" => 1.5, "slow" => 0.3, "new" => 2.4, "newer" => 0.8, _ => 0 };
            for (var w = 0; w < each; w++)
            {
                var phase = 6 * random.NextDouble();
                windows.Add(new LabelledSeries(label, TestData.Of(
                    [.. Enumerable.Range(0, 2 * Length).Select(at => (float)(Math.Sin((pace * (at / 2)) + phase + (at % 2)) + (0.2 * (random.NextDouble() - 0.5))))], 2)));
            }
        }

        return windows;
    }
}
