namespace IndustrialAgents.Experts.TimeSeries.Tests.Classification;

public sealed class SpectralFeaturesTests
{
    [Theory]
    [InlineData(64, 1, 64, SpectrumScale.LogPower)]
    [InlineData(100, 2, 25, SpectrumScale.LogPower)]
    [InlineData(130, 3, null, SpectrumScale.Amplitude)]
    [InlineData(5, 1, null, SpectrumScale.Amplitude)]
    public void ToGraph_OnRuntime_AgreesWithTheNativeForm(int length, int channels, int? segment, SpectrumScale scale)
    {
        var windows = MiniRocketTests.Windows(2, length * channels);
        var spectrum = new SpectralFeatures(length, channels, new SpectrumOptions { Segment = segment, Scale = scale });
        Assert.Equal(channels * ((spectrum.Segment / 2) + 1), spectrum.Features);
        Assert.Equal((length, channels), (spectrum.Length, spectrum.Channels));
        var native = new float[2 * spectrum.Features];
        spectrum.Transform(windows[0], native.AsSpan(0, spectrum.Features));
        spectrum.Transform(windows[1], native.AsSpan(spectrum.Features));
        var model = GraphRun.Of(spectrum.ToGraph(), "features", [.. windows[0], .. windows[1]], 2, channels, length);
        Assert.All(native.Zip(model), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
    }

    [Fact]
    public void Transform_SineAndNoise_HaveTheirPowers()
    {
        var spectrum = new SpectralFeatures(4_096, 1, new SpectrumOptions { Segment = 64, Scale = SpectrumScale.Amplitude });
        var features = new float[spectrum.Features];
        spectrum.Transform([.. Enumerable.Range(0, 4_096).Select(t => (float)Math.Sin(2 * Math.PI * t / 8))], features);
        Assert.Equal(8, Array.IndexOf(features, features.Max()));
        var random = new Random(3);
        spectrum.Transform([.. Enumerable.Range(0, 4_096).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Sqrt(12)))], features);
        Assert.Equal(1, features[2..^2].Average(value => value * value), 0.1);
    }

    [Fact]
    public void Constructor_SizesThatMakeNoSense_Throws()
    {
        Assert.Throws<InvalidRequestException>(() => new SpectralFeatures(3, 1));
        Assert.Throws<InvalidRequestException>(() => new SpectralFeatures(100, 0));
        Assert.Contains("segment", Assert.Throws<InvalidRequestException>(() => new SpectralFeatures(100, 1, new SpectrumOptions { Segment = 101 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SpectralFeatures(100, 1).Transform(new float[99], new float[51]));
    }
}
