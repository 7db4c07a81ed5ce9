namespace IndustrialAgents.Experts.Tests.Steps;

public sealed class EmbeddingStepTests
{
    [Fact]
    public async Task Read_OneVector_IsAPointOfTheExpertsSpace()
    {
        var embedding = await AskAsync("""{"use": "embedding"}""", Tensor.Create([1f, 2f, 3f], 1, 3));

        Assert.Equal("a@1", embedding.Space);
        Assert.Equal([1, 2, 3], embedding.Vector.ToArray());
    }

    [Fact]
    public async Task Read_SeveralVectors_TheirMeanWhereAskedFor()
    {
        var output = Tensor.Create([1f, 2f, 3f, 6f, 5f, 10f, 7f, 14f], 2, 2, 2);

        var mean = await AskAsync("""{"use": "embedding", "pool": "mean"}""", output);
        Assert.Equal([4, 8], mean.Vector.ToArray());
        var error = await Assert.ThrowsAsync<ExpertFailedException>(() => AskAsync("""{"use": "embedding"}""", output));
        Assert.Contains("[2, 2, 2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NoNumbers_Fails() =>
        await Assert.ThrowsAsync<ExpertFailedException>(() => AskAsync("""{"use": "embedding", "pool": "mean"}""", Tensor.Create(Array.Empty<float>(), 0, 3)));

    private static Task<Embedding> AskAsync(string step, Tensor output) =>
        TestExperts.Create(FakeModel.Giving(3, ("e", output)), """{"use": "window"}""", step).AskAsync<Embedding>(TestExperts.Series([1, 2], "p"));
}
