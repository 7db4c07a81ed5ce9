using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Forecasting;

public sealed class ForecastLearnerTests
{
    private static readonly ForecasterOptions Options = new() { Horizon = 6, Levels = [0.1, 0.5, 0.9] };

    private static readonly AverageMethod Average = new(
    [
        new RidgeMethod { LookBack = 24 },
        new RidgeMethod { LookBack = 12, Normalization = InstanceNormalization.Mean },
        new RidgeMethod { LookBack = 16, Normalization = InstanceNormalization.None, PerChannel = true },
    ]);

    [Fact]
    public void ToForecaster_AnyOrderOfAddMergeAndRemove_EqualsTheUnion() =>
        Prop.ForAll(Orders(), order =>
        {
            var (random, first) = (new Random(order.Seed), Learner(order.Seed));
            var learner = first.Empty();
            var left = new List<Series>();
            var parts = order.Lengths.Select((length, i) => TestData.Swinging(length, 2, order.Seed + i)).ToArray();
            foreach (var part in parts.OrderBy(_ => random.Next()))
            {
                if (random.Next(2) == 0)
                {
                    learner.Add(part);
                }
                else
                {
                    var other = first.Empty();
                    other.Add(part);
                    learner.Merge(other);
                }

                left.Add(part);
                if (left.Count > 1 && random.Next(2) == 0)
                {
                    var gone = left[random.Next(left.Count)];
                    left.Remove(gone);
                    learner.Remove(gone);
                }
            }

            var union = first.Empty();
            left.ForEach(part => union.Add(part));
            Assert.Equal(union.Windows, learner.Windows);
            AssertSame(union.ToForecaster(), learner.ToForecaster(), 1e-8);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryFit_WholeSeries_ForecastsAsTheForecasterDoes()
    {
        var series = TestData.Swinging(1200, 2);
        var learner = ForecastLearner.TryFit(series.Slice(0, 1000), Average, Options)!;
        var forecaster = Forecaster.Fit(series.Slice(0, 1000), Average, Options);
        var (fast, held) = (Run(learner.ToForecaster(), series.Slice(1000, 24)), Run(forecaster, series.Slice(1000, 24)));
        for (var i = 0; i < held.Length; i++)
        {
            // The learner has seen the quarter that the forecaster held out.
            Assert.Equal(held[i], fast[i], 0.05);
        }

        // Quantiles begin as wide as the errors on the part held out.
        Assert.Equal(Offsets(forecaster), Offsets(learner.ToForecaster()), (a, b) => Math.Abs(a - b) <= 1e-5 * Math.Max(Math.Abs(a), 1e-3));
        Assert.Equal((2, 6), (learner.Channels.Count, learner.Horizon));
    }

    [Fact]
    public void Remove_ShiftGoneWrong_BringsTheForecastBack()
    {
        var learner = Learner(1);
        var good = Run(learner.ToForecaster(), TestData.Swinging(24, 2, 9));
        var bad = TestData.Swinging(3000, 2, 5);
        var noise = new Random(3);
        bad = bad with { Values = bad.Values.ToArray().Select(value => value + (10 * noise.NextSingle())).ToArray() };
        var added = learner.Add(bad);
        Assert.NotEqual(good, Run(learner.ToForecaster(), TestData.Swinging(24, 2, 9)), (a, b) => Math.Abs(a - b) < 0.1);
        Assert.Equal(added, learner.Remove(bad));
        Assert.Equal(good, Run(learner.ToForecaster(), TestData.Swinging(24, 2, 9)), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Add_LargerErrors_WidensTheQuantiles()
    {
        var learner = Learner(2);
        var before = Offsets(learner.ToForecaster());
        var noise = new Random(4);
        var loud = TestData.Swinging(2000, 2, 7);
        learner.Add(loud with { Values = loud.Values.ToArray().Select(value => value + (4 * (noise.NextSingle() - 0.5f))).ToArray() });
        var after = Offsets(learner.ToForecaster());
        for (var i = 0; i < before.Length; i++)
        {
            Assert.True(before[i] == 0 ? after[i] == 0 : after[i] / before[i] > 2, $"{before[i]} and {after[i]}");
        }
    }

    [Fact]
    public async Task Load_SavedExpert_GoesOnLearning()
    {
        var learner = Learner(3);
        using var saved = new SavedExpert(learner.ToExpert(new ExpertId("learner", "1")));
        var forecast = await saved.AskAsync<Forecast>(TestData.Swinging(24, 2, 8), ExpertTask.Forecast);
        Assert.Equal(Run(learner.ToForecaster(), TestData.Swinging(24, 2, 8)), forecast.Median.ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);

        var loaded = ForecastLearner.Load(saved.Folder);
        var more = TestData.Swinging(300, 2, 11);
        learner.Add(more);
        loaded.Add(more);
        Assert.Equal(learner.Windows, loaded.Windows);
        AssertSame(learner.ToForecaster(), loaded.ToForecaster(), 0);
        loaded.Merge(learner);
        loaded.Remove(learner);
        AssertSame(learner.ToForecaster(), loaded.ToForecaster(), 1e-8);
    }

    [Theory]
    [InlineData("learning/recipe.json")]
    [InlineData("learning/channel-1.moments")]
    public void Load_DamagedFile_ThrowsAndNamesIt(string file)
    {
        using var saved = new SavedExpert(Learner(3).ToExpert(new ExpertId("learner", "1")));
        var path = Path.Combine(saved.Folder, file);
        var whole = File.ReadAllBytes(path);
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, i % 4 == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            try
            {
                // Some changes of a text leave it a recipe, of a name for instance.
                ForecastLearner.Load(saved.Folder).ToForecaster();
            }
            catch (Exception e) when (e is InvalidStatisticsException or InvalidRequestException)
            {
                Assert.NotEmpty(e.Message);
            }
        }

        File.Delete(path);
        Assert.ThrowsAny<Exception>(() => ForecastLearner.Load(saved.Folder));
    }

    [Fact]
    public void Add_WrongSeries_ThrowsAndNamesWhatDiffers()
    {
        var learner = Learner(4);
        var before = learner.Windows;
        var series = TestData.Swinging(100, 2);
        Assert.Contains("samples 00:00:01 apart", Assert.Throws<InvalidRequestException>(() => learner.Add(series with { SamplePeriod = TimeSpan.FromHours(1) })).Message, StringComparison.Ordinal);
        Assert.Contains("'c1' is missing", Assert.Throws<InvalidRequestException>(() => learner.Add(TestData.Swinging(100, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("remove only what was added", Assert.Throws<InvalidRequestException>(() => learner.Remove(TestData.Swinging(5000, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("--like", Assert.Throws<InvalidRequestException>(() => learner.Merge(Learner(5))).Message, StringComparison.Ordinal);
        Assert.Contains("'c0' is left", Assert.Throws<InvalidRequestException>(() => learner.Empty().ToForecaster()).Message, StringComparison.Ordinal);
        Assert.Equal(0, learner.Add(TestData.Swinging(20, 2)));
        Assert.Equal(before, learner.Windows);
    }

    [Fact]
    public void Add_MoreChannelsInAnotherOrder_PicksItsOwn()
    {
        var (learner, again) = (Learner(4), Learner(4));
        var three = TestData.Swinging(200, 3);
        var turned = new float[three.Values.Length];
        for (var i = 0; i < turned.Length; i++)
        {
            turned[i] = three.Values.Span[(i / 3 * 3) + 2 - (i % 3)];
        }

        learner.Add(three);
        again.Add(three with { Channels = [.. three.Channels.Reverse()], Values = turned });
        AssertSame(learner.ToForecaster(), again.ToForecaster(), 0);
    }

    [Fact]
    public void TryFit_MethodWithoutSums_GivesNull() =>
        Assert.Null(ForecastLearner.TryFit(TestData.Swinging(300, 2), new RepeatLastMethod(), Options));

    [Fact]
    public void TryFit_Calendar_KeepsItsPhases()
    {
        var series = TestData.Swinging(400, 1) with { SamplePeriod = TimeSpan.FromHours(1) };
        var learner = ForecastLearner.TryFit(series, new RidgeMethod { LookBack = 24, Calendar = [TimeSpan.FromDays(1)] }, Options)!;
        var union = learner.Empty();
        union.Add(series);
        AssertSame(learner.ToForecaster(), union.ToForecaster(), 1e-10);
        Assert.Single(learner.ToForecaster().Calendar);
    }

    [Fact]
    public void TryFit_ConstantChannel_ForecastsItsConstant()
    {
        var values = TestData.Swinging(400, 2).Values.ToArray();
        for (var i = 1; i < values.Length; i += 2)
        {
            values[i] = 7;
        }

        var learner = ForecastLearner.TryFit(TestData.Of(values, 2), Average, Options)!;
        var median = Run(learner.ToForecaster(), TestData.Of(values, 2).Slice(0, 24));
        for (var i = 1; i < median.Length; i += 2)
        {
            Assert.Equal(7, median[i], 1e-3);
        }
    }

    private static ForecastLearner Learner(int seed) => ForecastLearner.TryFit(TestData.Swinging(400, 2, seed), Average, Options)!;

    private static float[] Run(Forecaster forecaster, Series window)
    {
        var median = new float[forecaster.Horizon * forecaster.Channels.Count];
        forecaster.Predict(window.Slice(window.Length - forecaster.LookBack, forecaster.LookBack).Values.Span, median, DateTimeOffset.UnixEpoch);
        return median;
    }

    private static float[] Offsets(Forecaster forecaster) => forecaster.ToGraph().ReadInitializer("offsets").AsSpan<float>().ToArray();

    // The heads themselves, not only what they say of one window.
    private static void AssertSame(Forecaster expected, Forecaster actual, double tolerance)
    {
        var (one, other) = (expected.ToGraph(), actual.ToGraph());
        foreach (var name in (string[])["weights", "intercept"])
        {
            var (a, b) = (one.ReadInitializer(name).AsSpan<double>().ToArray(), other.ReadInitializer(name).AsSpan<double>().ToArray());
            Assert.Equal(a, b, (x, y) => Math.Abs(x - y) <= tolerance);
        }

        Assert.Equal(Offsets(expected), Offsets(actual), (x, y) => Math.Abs(x - y) <= 1e-6 * Math.Max(1, Math.Abs(x)));
    }

    private static Arbitrary<Order> Orders() => (
        from seed in Gen.Choose(0, 1 << 16)
        from lengths in Gen.ArrayOf(Gen.Choose(60, 200), 5)
        select new Order(seed, lengths)).ToArbitrary();

    private sealed record Order(int Seed, int[] Lengths);
}
