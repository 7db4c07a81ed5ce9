using System.Numerics.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Language.Tests;

public sealed class NgramEmbeddingTests
{
    [Fact]
    public void Embed_AnyText_IsOfLengthOneAndAlwaysTheSame()
    {
        var embedding = new NgramEmbedding(new NgramEmbeddingOptions { Dimension = 64 });
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var vector = embedding.Embed(text.Get);
            return Math.Abs(TensorPrimitives.Norm<float>(vector) - 1) < 1e-5 && vector.SequenceEqual(embedding.Embed(text.Get));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Embed_AlikeSpelling_LiesNearer()
    {
        var embedding = new NgramEmbedding(new NgramEmbeddingOptions());
        var (asked, slip, other) = (embedding.Embed("hydraulic hose leaking"), embedding.Embed("hydralic hose leeking"), embedding.Embed("replace air filter"));
        Assert.True(TensorPrimitives.CosineSimilarity(asked, slip) > 0.5);
        Assert.True(TensorPrimitives.CosineSimilarity(asked, other) < 0.2);
    }

    [Theory]
    [InlineData(8, 3, "dimension")]
    [InlineData(512, 9, "maxLength")]
    [InlineData(512, 0, "minLength")]
    public void Create_WrongOption_NamesIt(int dimension, int minLength, string option)
    {
        var manifest = NgramEmbeddingExpert.Describe("e", "1", new NgramEmbeddingOptions { Dimension = dimension, MinLength = minLength });
        var error = Assert.Throws<InvalidManifestException>(() => Create(manifest));
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_Text_IsItsVector()
    {
        var expert = Create(NgramEmbeddingExpert.Describe("e", "1", new NgramEmbeddingOptions { Dimension = 32 }));
        var reply = await expert.AskAsync(new Request { Task = ExpertTask.Embed, Inputs = [new TextInput("pump")] }, TestContext.Current.CancellationToken);
        var vector = Assert.IsType<Embedding>(reply.Output);
        Assert.Equal(("e@1", 32), (vector.Space, vector.Vector.Length));
        await Assert.ThrowsAsync<InvalidRequestException>(async () => await expert.AskAsync(new Request { Task = ExpertTask.Embed, Inputs = [new ImageInput(new byte[1])] }, TestContext.Current.CancellationToken));
    }

    private static NgramEmbeddingExpert Create(Manifest manifest) => NgramEmbeddingExpert.Create(new StepContext(manifest, "", [], new StepOptions("expert.json", "code", manifest.Code!)));
}
