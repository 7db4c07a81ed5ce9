namespace IndustrialAgents.Experts.Tests;

public sealed class OnnxExpertTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_Answered_CarriesCostAndModelHash()
    {
        var expert = TestExperts.Create(FakeModel.Mapping(1, v => v), """{"use": "tensor"}""", """{"use": "tensors"}""", Modality.Tensor);

        var reply = await expert.AskAsync(TestExperts.Request(new TensorInput(Tensor.Create([1f], 1))), Token);

        Assert.Equal(new string('0', 64), reply.ModelHash);
        Assert.Equal(0, reply.Cost);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task AskAsync_OutputNotFinite_NamesIt(float value)
    {
        foreach (var output in new[] { Tensor.Create([1f, value], 2), Tensor.Create([1.0, value], 2), Tensor.Create([(Half)1, (Half)value], 2) })
        {
            var expert = TestExperts.Create(FakeModel.Giving(1, ("logits", output)), """{"use": "tensor"}""", """{"use": "softmax"}""", Modality.Tensor);

            var error = await Assert.ThrowsAsync<ExpertFailedException>(() => expert.AskAsync<ClassProbabilities>(new TensorInput(Tensor.Create([1f], 1))));

            Assert.Contains("'logits'", error.Message, StringComparison.Ordinal);
            Assert.Contains("element 1", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AskAsync_InputMissing_SaysWhatItNeedsAndWhatThereIs()
    {
        var expert = TestExperts.Create(FakeModel.Mapping(3, v => v), """{"use": "window"}""", """{"use": "tensors"}""");

        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => expert.AskAsync<TensorsOutput>(new TextInput("x") { Name = "note" }));

        Assert.Contains("TimeSeries", error.Message, StringComparison.Ordinal);
        Assert.Contains("Language 'note'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_ModelThrowsAnything_IsTheExpertsFailure()
    {
        var model = new FakeModel([new ModelTensorInfo("x", ElementType.Float32, [-1])], [], _ => throw new InvalidOperationException("broken"));
        var expert = TestExperts.Create(model, """{"use": "tensor"}""", """{"use": "tensors"}""", Modality.Tensor);

        var error = await Assert.ThrowsAsync<ExpertFailedException>(() => expert.AskAsync<TensorsOutput>(new TensorInput(Tensor.Create([1f], 1))));

        Assert.Equal(new ExpertId("a", "1"), error.Expert);
        Assert.Contains("broken", error.Message, StringComparison.Ordinal);
        expert.Dispose();
        Assert.True(model.IsDisposed);
    }

    [Fact]
    public async Task AskAsync_NamelessInputsOfOneKind_AreTakenInOrder()
    {
        var context = (ManifestStep step) => new StepContext(null!, ".", [], new StepOptions("expert.json", "x", step));
        var manifest = new Manifest
        {
            Name = "two",
            Version = "1",
            Modality = Modality.Tensor,
            Tasks = [ExpertTask.Regress],
            Inputs = [new ManifestInput { Kind = Modality.Tensor }, new ManifestInput { Kind = Modality.Tensor }, new ManifestInput { Kind = Modality.Language, Optional = true }],
        };
        var model = new FakeModel(
            [new ModelTensorInfo("x", ElementType.Float32, [1]), new ModelTensorInfo("y", ElementType.Float32, [1])], [], inputs => inputs);
        var catalog = TestExperts.Catalog();
        IInputStep Step() => catalog.CreateInputStep(new ManifestStep { Use = "tensor" }, context(new ManifestStep { Use = "tensor" }));
        var expert = new OnnxExpert(manifest, [Step(), Step(), Step()], catalog.CreateOutputStep(new ManifestStep { Use = "tensors" }, context(new ManifestStep { Use = "tensors" })), model);

        var reply = await expert.AskAsync(
            new Request { Task = ExpertTask.Regress, Inputs = [new TensorInput(Tensor.Create([1f], 1)), new TensorInput(Tensor.Create([2f], 1))] }, Token);

        var tensors = Assert.IsType<TensorsOutput>(reply.Output).Tensors;
        Assert.Equal((1f, 2f), (tensors["x"].AsSpan<float>()[0], tensors["y"].AsSpan<float>()[0]));
    }

    [Fact]
    public async Task AskAsync_Cancelled_Throws()
    {
        var expert = TestExperts.Create(FakeModel.Mapping(1, v => v), """{"use": "tensor"}""", """{"use": "tensors"}""", Modality.Tensor);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await expert.AskAsync(TestExperts.Request(new TensorInput(Tensor.Create([1f], 1))), new CancellationToken(true)));
    }

    [Fact]
    public async Task AskAsync_ModelNotLoaded_IsLoadedBeforeItsInputsAreAskedFor()
    {
        var model = new LazyModel();
        var expert = TestExperts.Create(model, """{"use": "tensor"}""", """{"use": "tensors"}""", Modality.Tensor);

        await expert.AskAsync<TensorsOutput>(new TensorInput(Tensor.Create([1f], 1)));

        Assert.True(model.IsLoaded);
    }

    private sealed class LazyModel : IModelRunner
    {
        public bool IsLoaded { get; private set; }

        public IReadOnlyList<ModelTensorInfo> Inputs => IsLoaded ? [new ModelTensorInfo("x", ElementType.Float32, [-1])] : throw new InvalidOperationException("not loaded");

        public IReadOnlyList<ModelTensorInfo> Outputs => Inputs;

        public async ValueTask LoadAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            IsLoaded = true;
        }

        public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken) =>
            ValueTask.FromResult(inputs);
    }
}
