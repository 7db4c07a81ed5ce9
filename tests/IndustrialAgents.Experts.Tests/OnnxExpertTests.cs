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

    [Fact]
    public async Task StreamAsync_StepThatWritesNoText_GivesTheReplyAlone()
    {
        var expert = TestExperts.Create(FakeModel.Mapping(1, v => v), """{"use": "tensor"}""", """{"use": "tensors"}""", Modality.Tensor);
        var request = TestExperts.Request(new TensorInput(Tensor.Create([1f], 1)));

        var update = Assert.Single(await expert.StreamAsync(request, Token).ToListAsync(Token));

        Assert.Equal("", update.Text);
        Assert.Equal(Assert.IsType<TensorsOutput>((await expert.AskAsync(request, Token)).Output).Tensors, Assert.IsType<TensorsOutput>(update.Reply!.Output).Tensors);
    }

    [Fact]
    public async Task OpenAsync_AnyModel_KeepsItsStateInTensors()
    {
        // sum' = sum + x, one row a sequence; time is the length of the sum.
        var link = new StateLink("sum", "next", ElementType.Float32, [-1, -1, 1], 0, 1);
        Tensor? taken = null;
        IModelRunner model = new FakeModel(
            [new ModelTensorInfo("x", ElementType.Float32, [-1]), new ModelTensorInfo("sum", ElementType.Float32, [-1, -1, 1])],
            [new ModelTensorInfo("next", ElementType.Float32, [-1, -1, 1]), new ModelTensorInfo("y", ElementType.Float32, [-1])],
            inputs =>
            {
                var (x, sum) = (inputs["x"].AsSpan<float>().ToArray(), taken = inputs["sum"]);
                var (rows, time) = (x.Length, (int)sum.Shape[1]);
                var next = x.SelectMany((value, row) => sum.AsSpan<float>().Slice(row * time, time).ToArray().Append(value)).ToArray();
                return new Dictionary<string, Tensor> { ["next"] = Tensor.Create(next, rows, time + 1, 1), ["y"] = inputs["x"] };
            });
        using var opened = await model.OpenAsync(new ModelStateOptions([link], "y"), Token);
        using var first = opened.Start(2);
        var read = new List<float>();
        foreach (var step in new[] { 1f, 2, 3 })
        {
            await first.RunAsync(new Dictionary<string, Tensor> { ["x"] = Tensor.Create([step, 10 * step], 2) }, (_, _, bytes) => read.Add(BitConverter.ToSingle(bytes)), Token);
        }

        using var second = opened.Start(1);
        await second.RunAsync(new Dictionary<string, Tensor> { ["x"] = Tensor.Create([7f], 1) }, (_, _, _) => { }, Token);
        using var packed = opened.Pack([new StateRow(second, 0, 1), new StateRow(first, 1, 2)]);
        await packed.RunAsync(new Dictionary<string, Tensor> { ["x"] = Tensor.Create([0f, 0], 2) }, (_, _, _) => { }, Token);
        Assert.Equal([1, 2, 3], read);
        Assert.Equal((3L, 1L, 3L), (first.Time, second.Time, packed.Time));

        // The shorter row is filled up at its beginning.
        Assert.Equal(Tensor.Create([0f, 7, 20, 30], 2, 2, 1), taken);
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
