namespace IndustrialAgents.Experts.Tests.Steps;

public sealed class TensorStepTests
{
    [Fact]
    public async Task Prepare_RowWithoutBatch_BatchIsAdded()
    {
        var model = FakeModel.Mapping(2, v => 2 * v);
        var expert = TestExperts.Create(model, """{"use": "tensor"}""", """{"use": "tensors"}""", Modality.Tensor);

        var output = await expert.AskAsync<TensorsOutput>(new TensorInput(Tensor.Create([1f, 2f], 2)));

        Assert.Equal(Tensor.Create([2f, 4f], 1, 2), output.Tensors["y"]);
    }

    [Fact]
    public async Task Prepare_OtherType_IsConvertedOnlyWhereNothingIsLost()
    {
        var expert = TestExperts.Create(FakeModel.Mapping(1, v => v), """{"use": "tensor"}""", """{"use": "tensors"}""", Modality.Tensor);

        var output = await expert.AskAsync<TensorsOutput>(new TensorInput(Tensor.Create([1L, -7L], 2)));
        Assert.Equal(Tensor.Create([1f, -7f], 2), output.Tensors["y"]);

        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => expert.AskAsync<TensorsOutput>(new TensorInput(Tensor.Create([1.0, 0.1], 2))));
        Assert.Equal("inputs.x", error.Field);
        Assert.Contains("element 1", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<InvalidRequestException>(() => expert.AskAsync<TensorsOutput>(new TensorInput(Tensor.Create(new[] { "a" }, new TensorShape(1)))));
        Assert.Contains("String", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_CastRound_Rounds()
    {
        var expert = TestExperts.Create(FakeModel.Mapping(1, v => v), """{"use": "tensor", "cast": "round"}""", """{"use": "tensors"}""", Modality.Tensor);

        var output = await expert.AskAsync<TensorsOutput>(new TensorInput(Tensor.Create([0.1], 1)));

        Assert.Equal(Tensor.Create([0.1f], 1), output.Tensors["y"]);
    }

    [Fact]
    public async Task Prepare_InputTheModelLacks_SaysWhatItHas()
    {
        var expert = TestExperts.Create(FakeModel.Mapping(1, v => v), """{"use": "tensor", "input": "z"}""", """{"use": "tensors"}""", Modality.Tensor);

        var error = await Assert.ThrowsAsync<ExpertFailedException>(() => expert.AskAsync<TensorsOutput>(new TensorInput(Tensor.Create([1f], 1))));

        Assert.Contains("'z'", error.Message, StringComparison.Ordinal);
        Assert.Contains("x Float32 [?]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_Unknown_NamesManifestFieldAndStep()
    {
        var error = Assert.Throws<InvalidManifestException>(() =>
            TestExperts.Create(FakeModel.Mapping(1, v => v), """{"use": "tensor", "inptu": "z"}""", """{"use": "tensors"}""", Modality.Tensor));

        Assert.Contains("expert.json: inputs[0].preprocess", error.Message, StringComparison.Ordinal);
        Assert.Contains("inptu", error.Message, StringComparison.Ordinal);
    }
}
