namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class ChannelScoresStepTests
{
    [Theory]
    [InlineData("recent", 0)]
    [InlineData("least", -1)]
    [InlineData("sharpness", 0)]
    [InlineData("sharpnes", 1)]
    public void Load_BadOption_NamesIt(string option, int value)
    {
        var fitted = PcaModel.Fit(TestData.Swinging(99, 2)).ToExpert(new ExpertId("d", "1"));
        var step = fitted.Manifest.Output! with { Options = new Dictionary<string, System.Text.Json.JsonElement> { [option] = System.Text.Json.JsonSerializer.SerializeToElement(value) } };
        var error = Assert.Throws<InvalidManifestException>(() => new SavedExpert(fitted with { Manifest = fitted.Manifest with { Output = step } }));
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }
}
