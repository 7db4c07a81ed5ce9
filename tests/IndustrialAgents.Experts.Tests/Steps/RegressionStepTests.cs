namespace IndustrialAgents.Experts.Tests.Steps;

public sealed class RegressionStepTests
{
    [Fact]
    public async Task Read_ColumnsWithScale_BecomeQuantitiesWithDeviations()
    {
        var output = await AskAsync(
            """{"use": "regression", "quantities": [{"name": "u", "unit": "mV", "column": 1, "scale": 1000, "offset": 5, "deviationColumn": 0}]}""",
            Tensor.Create([0.01f, 0.5f, 0.02f, 0.25f], 2, 2));

        Assert.Equal([new SeriesChannel("u", "mV")], output.Quantities);
        Assert.Equal([505, 255], output.Values.ToArray(), (x, y) => Math.Abs(x - y) < 1e-4);
        Assert.Equal([10, 20], output.StandardDeviations.ToArray(), (x, y) => Math.Abs(x - y) < 1e-4);
    }

    [Fact]
    public async Task Read_WithoutColumns_TakesThemInOrder()
    {
        var output = await AskAsync("""{"use": "regression", "quantities": [{"name": "a"}, {"name": "b"}]}""", Tensor.Create([1f, 2f, 3f, 4f], 2, 2));

        Assert.Equal([1, 2, 3, 4], output.Values.ToArray());
        Assert.True(output.StandardDeviations.IsEmpty);
    }

    [Fact]
    public async Task Read_ColumnTheModelLacks_SaysSo()
    {
        var error = await Assert.ThrowsAsync<ExpertFailedException>(() =>
            AskAsync("""{"use": "regression", "quantities": [{"name": "a", "column": 2}]}""", Tensor.Create([1f, 2f], 1, 2)));

        Assert.Contains("column 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"use": "regression"}""", "quantities")]
    [InlineData("""{"use": "regression", "quantities": [{"name": " "}]}""", "quantities[0].name")]
    [InlineData("""{"use": "regression", "quantities": [{"name": "a"}, {"name": "a"}]}""", "quantities[1].name")]
    [InlineData("""{"use": "regression", "quantities": [{"name": "a", "scale": 0}]}""", "quantities[0].scale")]
    [InlineData("""{"use": "regression", "quantities": [{"name": "a", "deviationColumn": 1}, {"name": "b"}]}""", "quantities")]
    public void Options_Wrong_NamesTheField(string step, string field) => Assert.Equal(
        $"output.{field}",
        Assert.Throws<InvalidManifestException>(() => TestExperts.Create(FakeModel.Mapping(1, v => v), """{"use": "tensor"}""", step, Modality.Tensor)).Field);

    private static async Task<Estimate> AskAsync(string step, Tensor output) =>
        await TestExperts.Create(FakeModel.Giving(1, ("y", output)), """{"use": "tensor"}""", step, Modality.Tensor)
            .AskAsync<Estimate>(new TensorInput(Tensor.Create([1f], 1)));
}
