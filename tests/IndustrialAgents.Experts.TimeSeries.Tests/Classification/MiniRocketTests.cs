namespace IndustrialAgents.Experts.TimeSeries.Tests.Classification;

public sealed class MiniRocketTests
{
    [Theory]
    [InlineData(9, 1, 84)]
    [InlineData(64, 1, 500)]
    [InlineData(133, 3, 2_000)]
    public void ToGraph_OnRuntime_AgreesWithTheNativeForm(int length, int channels, int features)
    {
        var windows = Windows(12, length * channels);
        var rocket = MiniRocket.Fit(windows, length, channels, new MiniRocketOptions { Features = features });
        Assert.Equal((features / 84 * 84, length, channels), (rocket.Features, rocket.Length, rocket.Channels));
        var native = new float[2 * rocket.Features];
        rocket.Transform(windows[3], native.AsSpan(0, rocket.Features));
        rocket.Transform(windows[4], native.AsSpan(rocket.Features));
        var model = GraphRun.Of(rocket.ToGraph(), "features", [.. windows[3], .. windows[4]], 2, channels, length);

        // A sample that lies on a bias may fall to its other side.
        Assert.All(native.Zip(model), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1.01f / Math.Min(length, 40)));
        Assert.True(native.Zip(model).Average(pair => Math.Abs(pair.First - pair.Second)) < 1e-4 + (0.02 / length));
        Assert.True(native.Distinct().Count() > 5);
    }

    [Fact]
    public void Transform_OneKernel_IsTheShareAboveTheBias()
    {
        // Of the first kernel, at dilation 1, padded: -1 everywhere but 2 at the first three taps.
        var window = Windows(1, 30)[0];
        var rocket = MiniRocket.Fit([window], 30, 1, new MiniRocketOptions { Features = 84 });
        var features = new float[84];
        rocket.Transform(window, features);
        var outputs = Enumerable.Range(0, 30)
            .Select(t => Enumerable.Range(0, 9).Sum(tap => (tap < 3 ? 2 : -1) * (t + tap - 4 is >= 0 and < 30 and var at ? window[at] : 0)))
            .Order()
            .ToArray();
        var place = (Math.Sqrt(5) + 1) / 2 % 1 * 29;
        var bias = outputs[(int)place] + ((place % 1) * (outputs[(int)place + 1] - outputs[(int)place]));
        Assert.Equal(outputs.Count(value => value > bias) / 30.0, features[0], 1e-6);
    }

    [Fact]
    public void Fit_SameWindowsAndSeed_GivesTheSameFeatures()
    {
        var windows = Windows(5, 200);
        Assert.Equal(MiniRocket.Fit(windows, 100, 2).ToGraph().ToBytes(), MiniRocket.Fit(windows, 100, 2).ToGraph().ToBytes());
        Assert.NotEqual(MiniRocket.Fit(windows, 100, 2).ToGraph().ToBytes(), MiniRocket.Fit(windows, 100, 2, new MiniRocketOptions { Seed = 1 }).ToGraph().ToBytes());
    }

    [Fact]
    public void Fit_UnusableInput_SaysWhat()
    {
        Assert.Contains("length", Assert.Throws<InvalidRequestException>(() => MiniRocket.Fit(Windows(1, 8), 8, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("features", Assert.Throws<InvalidRequestException>(() => MiniRocket.Fit(Windows(1, 20), 20, 1, new MiniRocketOptions { Features = 83 })).Message, StringComparison.Ordinal);
        Assert.Contains("windows", Assert.Throws<InvalidRequestException>(() => MiniRocket.Fit([], 20, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("windows[0]", Assert.Throws<InvalidRequestException>(() => MiniRocket.Fit([new float[19]], 20, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidRequestException>(() => MiniRocket.Fit([[.. new float[19], float.NaN]], 20, 1));
        Assert.Throws<ArgumentException>(() => MiniRocket.Fit(Windows(1, 20), 20, 1).Transform(new float[19], new float[4_956]));
    }

    internal static float[][] Windows(int count, int values)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(w => Enumerable.Range(0, values).Select(t => (float)(Math.Sin(t / (3.0 + w)) + random.NextDouble() - 0.5)).ToArray())];
    }
}
