using System.Text;
using System.Threading.Channels;
using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>Many sequences on one decoder, their pieces, limits and ends.</summary>
public sealed class DecoderTests
{
    [Fact]
    public void Write_RequestsThatMeet_GiveWhatEachGivesAlone() => Prop.ForAll(Gen.Choose(0, 10_000).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var requests = Enumerable.Range(0, 12).Select(i => (
            Text: new string('a', random.Next(1, 4)) + (char)('b' + i),
            Parameters: new RequestParameters { MaxTokens = random.Next(1, 20), Sampling = new SamplingParameters { Temperature = i % 3, Seed = i, TopK = 40 } })).ToArray();
        foreach (var fields in new[] { null, "\"batching\":{\"maxBatch\":3}" })
        {
            var (model, expert) = (Letters.Random(seed), Letters.Expert(fields: fields));
            var alone = requests.Select(own => expert.WriteAsync(model, own.Parameters, [new TextInput(own.Text)]).GetAwaiter().GetResult().TokenIds).ToArray();
            var together = Task.WhenAll(requests.Select(own => Task.Run(() => expert.WriteAsync(model, own.Parameters, [new TextInput(own.Text)])))).GetAwaiter().GetResult();
            Assert.Equal(alone, together.Select(own => own.TokenIds));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3));

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Write_DecoderWithCache_GivesWhatEachGivesAlone(bool masked, bool bound)
    {
        // The converted decoder with random weights; without its mask only sequences of equal length go together.
        using var session = SessionRunner.Of(Llama2cConverter.Convert(Llama2cWeights.Parse(new Llama.SmallLlama(24, 20, 2, 4, 2, Letters.Size, 64, ownOutput: false).ToBytes(), "small.bin")));
        IModelRunner model = masked ? bound ? session : new Narrowed(session, true, bound) : new Narrowed(session, false, bound);
        var expert = Letters.Expert(options: masked ? "" : ""","fillUp":false""");
        var requests = Enumerable.Range(0, 14).Select(i => (Text: "pump leaks"[..(1 + (i % 7))], MaxTokens: 3 + (5 * i % 13))).ToArray();
        var alone = new List<string>();
        foreach (var (text, maxTokens) in requests)
        {
            alone.Add(string.Join(' ', (await expert.WriteAsync(model, new RequestParameters { MaxTokens = maxTokens }, [new TextInput(text)])).TokenIds));
        }

        var together = await Task.WhenAll(requests.Select(own => expert.WriteAsync(model, new RequestParameters { MaxTokens = own.MaxTokens }, [new TextInput(own.Text)])));

        Assert.Equal(alone, together.Select(own => string.Join(' ', own.TokenIds)));
    }

    [Fact]
    public async Task Write_Pieces_AreTheText()
    {
        var (pieces, model) = (Channel.CreateUnbounded<string>(), Letters.Saying("größer 🔧 STOP after", 2));
        var said = await Letters.Expert().WriteAsync(model, new RequestParameters { Sampling = new SamplingParameters { Stop = ["STOP", "er 🔩"] } }, [new TextInput("ab,")], pieces.Writer);

        pieces.Writer.Complete();
        var given = await pieces.Reader.ReadAllAsync(TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal("größer 🔧 ", said.Text);
        Assert.Equal(said.Text, string.Concat(given));
        Assert.True(given.Length > 3);
        Assert.Equal(FinishReason.Stop, said.Finish);
        Assert.Equal(2, said.PromptTokens);
    }

    [Theory]
    [InlineData("ST")]
    [InlineData("gr\u00F6")]
    public async Task Write_EndsWhileTextIsHeldBack_GivesItOut(string text)
    {
        var said = await Letters.Expert().WriteAsync(Letters.Saying(text, 1), new RequestParameters { Sampling = new SamplingParameters { Stop = ["STOP", "\u00F6\u00F6"] } }, [new TextInput("a")]);
        Assert.Equal(text, said.Text);
    }

    [Fact]
    public async Task Write_DeadlinePast_StopsWithinAStep()
    {
        var model = Letters.Random(3);
        var error = await Assert.ThrowsAsync<DeadlineExceededException>(() => Letters.Expert().WriteAsync(model, RequestParameters.Default, [new TextInput("a")], deadline: DateTimeOffset.UnixEpoch));
        Assert.Contains("0 tokens", error.Message, StringComparison.Ordinal);
        Assert.Empty(model.Runs);
    }

    [Fact]
    public async Task Write_OneCancelled_LeavesTheOthersAlone()
    {
        using var cancellation = new CancellationTokenSource();
        var (steps, inner) = (0, Letters.Saying("pump leaks at the seal", 1));
        var model = new FakeRunner(inner.Inputs, inner.Outputs, inputs =>
        {
            if (Interlocked.Increment(ref steps) == 4)
            {
                cancellation.Cancel();
            }

            return inner.Answer(inputs);
        });
        var expert = Letters.Expert();
        var other = expert.WriteAsync(model, RequestParameters.Default, [new TextInput("a")]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => expert.WriteAsync(model, RequestParameters.Default, [new TextInput("b")], cancellationToken: cancellation.Token));
        Assert.Equal("pump leaks at the seal", (await other).Text);
    }

    [Fact]
    public async Task Write_QueueFull_IsRefused()
    {
        using var gate = new ManualResetEventSlim();
        var inner = Letters.Saying("x", 1);
        var model = new FakeRunner(inner.Inputs, inner.Outputs, inputs =>
        {
            gate.Wait(TestContext.Current.CancellationToken);
            return inner.Answer(inputs);
        });
        var expert = Letters.Expert(fields: "\"batching\":{\"maxBatch\":1,\"maxQueue\":2}");
        var all = Enumerable.Range(0, 5).Select(_ => expert.WriteAsync(model, RequestParameters.Default, [new TextInput("a")])).ToArray();

        // One runs or waits to, two wait; what is more is refused at once.
        await Assert.ThrowsAsync<OverloadedException>(() => Task.WhenAny(all).Unwrap());
        gate.Set();
        await Task.WhenAll(all.Select(one => one.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default)));
        Assert.InRange(all.Count(one => one.IsCompletedSuccessfully), 2, 3);
    }

    [Fact]
    public async Task Write_CacheLargerThanAllowed_IsRefused()
    {
        using var model = Stories.Model();
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => Stories.Expert(options: ""","maxCacheBytes":20000""").WriteAsync(model, new RequestParameters { MaxTokens = 100 }, [new TextInput("a")]));
        Assert.Contains("maxCacheBytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_MemoryForOneAtATime_WritesOneAfterTheOther()
    {
        using var model = Stories.Model();
        var expert = Stories.Expert(options: ""","maxCacheBytes":150000""");
        var said = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => expert.WriteAsync(model, new RequestParameters { MaxTokens = 20 }, [new TextInput("")])));
        Assert.All(said, one => Assert.StartsWith("Once upon a time", one.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_BadPromptAmongOthers_FailsAlone()
    {
        using var model = Stories.Model();
        var expert = TestExpert.Of("""{"use":"tokens"}""", """{"use":"generate","maxTokens":8}""");
        var all = new[] { 1, 100_000, 1, 1 }.Select(id => expert.WriteAsync(model, RequestParameters.Default, [new TensorInput(Tensor.Create([id], 1, 1))])).ToArray();
        await Assert.ThrowsAsync<InvalidRequestException>(() => all[1]);
        Assert.Equal([403, 407, 261, 378, 432, 383, 286, 261], (await all[3]).TokenIds);
        Assert.Equal((await all[0]).TokenIds, (await all[2]).TokenIds);
    }

    [Fact]
    public async Task Write_GenAiConfig_GivesNamesAndEnd()
    {
        using var reference = TestData.Reference("tiny_random_gpt2");
        var folder = TestData.Model("tiny_random_gpt2");
        using var model = SessionRunner.Load(Path.Combine(folder, "past.onnx"));
        var config = File.ReadAllText(Path.Combine(folder, "genai_config.json"));
        var part = reference.RootElement.GetProperty("longer");
        var prompt = part.GetProperty("prompt_ids")[0].EnumerateArray().Select(id => id.GetInt32()).ToArray();
        var sequence = part.GetProperty("generated_sequences")[0].EnumerateArray().Select(id => id.GetInt32()).ToArray();

        var text = await Expert(config).WriteAsync(model, new RequestParameters { MaxTokens = sequence.Length - prompt.Length }, [Input(prompt)]);
        Assert.Equal(sequence[prompt.Length..], text.TokenIds);

        // The third token written ends the text where the configuration says so, and its length and vocabulary are kept to.
        var third = sequence[prompt.Length + 2];
        var ended = await Expert(config.Replace("\"eos_token_id\": 98", $"\"eos_token_id\": [7, {third}]", StringComparison.Ordinal)).WriteAsync(model, RequestParameters.Default, [Input(prompt)]);
        Assert.Equal((FinishReason.Stop, Array.IndexOf(sequence[prompt.Length..], third)), (ended.Finish, ended.TokenIds.Count));
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => Expert(config.Replace("512", "2", StringComparison.Ordinal)).WriteAsync(model, RequestParameters.Default, [Input(prompt)]));
        Assert.Contains("at most 2", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidRequestException>(() => Expert(config).WriteAsync(model, RequestParameters.Default, [Input([1000])]));

        static TensorInput Input(int[] ids) => new(Tensor.Create(ids, 1, ids.Length));
    }

    [Fact]
    public async Task Write_KeysAndValuesInOneTensor_GivesWhatEachGivesAlone()
    {
        // [2, batch, heads, time, width]: the batch is not the first dimension.
        using var model = SessionRunner.Load(Path.Combine(TestData.Model("tiny_random_gpt2"), "past.onnx"));
        var expert = TestExpert.Of("""{"use":"tokens"}""", """{"use":"generate","past":"past_*","present":"present_*","maxTokens":30}""");
        int[][] prompts = [[0, 0, 0, 52], [195, 731], [7], [0, 0, 195, 731, 321, 301, 734, 620], [412, 3, 99]];
        var alone = new List<IReadOnlyList<int>>();
        foreach (var (i, prompt) in prompts.Index())
        {
            alone.Add((await Write(prompt, 10 + i)).TokenIds);
        }

        Assert.Equal(alone, (await Task.WhenAll(prompts.Select((prompt, i) => Write(prompt, 10 + i)))).Select(text => text.TokenIds));

        Task<GeneratedText> Write(int[] prompt, int maxTokens) =>
            expert.WriteAsync(model, new RequestParameters { MaxTokens = maxTokens }, [new TensorInput(Tensor.Create(prompt, 1, prompt.Length))]);
    }

    [Fact]
    public void Parse_GenAiConfig_UsesItsNamesOrTheUsualOnes()
    {
        var plain = GenAiConfig.Parse("""{"model":{"decoder":{}}}"""u8.ToArray(), "genai_config.json");
        Assert.Equal("present.3.value", plain.Names.Caches.Select(cache => cache.PresentOf("past_key_values.3.value")).Single(name => name is not null));
        Assert.Equal(("input_ids", "logits"), (plain.Names.InputIds, plain.Names.Logits));
        var named = GenAiConfig.Parse("""{"model":{"context_length":9,"eos_token_id":[3,4],"decoder":{"inputs":{"input_ids":"ids","past_key_names":"k%d"},"outputs":{"present_key_names":"nk%d"}}}}"""u8.ToArray(), "genai_config.json");
        Assert.Equal(("ids", 9, "nk12"), (named.Names.InputIds, named.ContextLength, named.Names.Caches[0].PresentOf("k12")));
        Assert.Equal([3, 4], named.EndIds);
    }

    [Theory]
    [InlineData("""{"model":{}}""", "model.decoder")]
    [InlineData("""{"model":{"decoder":{"inputs":{"past_names":"past"}}}}""", "model.decoder.inputs.past_names")]
    [InlineData("""{"model":{"decoder":{"inputs":[]}}}""", "model.decoder.inputs")]
    [InlineData("""{"model":{"eos_token_id":["x"],"decoder":{}}}""", "model.eos_token_id")]
    [InlineData("""{"model":{"context_length":0,"decoder":{}}}""", "model.context_length")]
    [InlineData("""{"model":""", "model")]
    [InlineData("7", "model")]
    public void Parse_WrongGenAiConfig_NamesTheField(string json, string field) =>
        Assert.Equal(field, Assert.Throws<InvalidManifestException>(() => GenAiConfig.Parse(Encoding.UTF8.GetBytes(json), "genai_config.json")).Field);

    [Fact]
    public void Parse_DamagedGenAiConfig_IsRefusedOrRead()
    {
        var whole = File.ReadAllBytes(Path.Combine(TestData.Model("tiny_random_gpt2"), "genai_config.json"));
        foreach (var damaged in Corruption.Of(whole, flips: 500))
        {
            try
            {
                GenAiConfig.Parse(damaged, "genai_config.json");
            }
            catch (InvalidManifestException error)
            {
                Assert.Contains("genai_config.json", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(""","maxCacheBytes":0""", "maxCacheBytes")]
    [InlineData(""","sampling":{"topP":2}""", "sampling")]
    [InlineData(""","config":"other.json" """, "config")]
    public void Create_WrongOption_NamesIt(string options, string field) =>
        Assert.Equal($"output.{field}", Assert.Throws<InvalidManifestException>(() => Letters.Expert(options: options)).Field);

    [Fact]
    public async Task Write_SamplingOfTheManifest_HoldsWhereTheRequestSaysNothing()
    {
        var model = Letters.Random(8);
        var set = Letters.Expert(12, ""","sampling":{"temperature":1.5,"seed":4}""");
        var said = await set.WriteAsync(model, RequestParameters.Default, [new TextInput("a")]);
        Assert.Equal(said.TokenIds, (await Letters.Expert(12).WriteAsync(model, new RequestParameters { Sampling = new SamplingParameters { Temperature = 1.5, Seed = 4 } }, [new TextInput("a")])).TokenIds);
        Assert.NotEqual(said.TokenIds, (await set.WriteAsync(model, new RequestParameters { Sampling = new SamplingParameters { Seed = 5 } }, [new TextInput("a")])).TokenIds);
    }

    private static TestExpert Expert(string config) =>
        TestExpert.Of("""{"use":"tokens"}""", """{"use":"generate","config":"genai_config.json"}""", ("genai_config.json", config));

    // A decoder without a mask of its own, which it fills in itself, or one whose state cannot be held.
    private sealed class Narrowed(SessionRunner inner, bool masked, bool bound) : IModelRunner
    {
        public IReadOnlyList<ModelTensorInfo> Inputs => [.. inner.Inputs.Where(input => masked || input.Name != "attention_mask")];

        public IReadOnlyList<ModelTensorInfo> Outputs => inner.Outputs;

        public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken) =>
            inner.RunAsync(masked ? inputs : Masked(inputs, inputs["past_key_values.0.key"].Shape[2]), cancellationToken);

        public async ValueTask<IStatefulModel> OpenAsync(ModelStateOptions options, CancellationToken cancellationToken) => bound
            ? new Filling(await inner.OpenAsync(options, cancellationToken))
            : new PlainModel(this, options);

        private static Dictionary<string, Tensor> Masked(IReadOnlyDictionary<string, Tensor> inputs, long past)
        {
            var (rows, width) = (inputs["input_ids"].Shape[0], past + inputs["input_ids"].Shape[1]);
            return new Dictionary<string, Tensor>(inputs) { ["attention_mask"] = Tensor.Create(Enumerable.Repeat(1L, (int)(rows * width)).ToArray(), rows, width) };
        }

        private sealed class Filling(IStatefulModel inner) : IStatefulModel
        {
            public IModelState Start(int rows) => new State(inner.Start(rows));

            public IModelState Pack(IReadOnlyList<StateRow> rows) => new State(inner.Pack([.. rows.Select(row => row with { State = ((State)row.State).Inner })]));

            public void Dispose() => inner.Dispose();

            private sealed class State(IModelState inner) : IModelState
            {
                public IModelState Inner => inner;

                public long Time => inner.Time;

                public ValueTask RunAsync(IReadOnlyDictionary<string, Tensor> inputs, TensorReader reader, CancellationToken cancellationToken) =>
                    inner.RunAsync(Masked(inputs, inner.Time), reader, cancellationToken);

                public void Dispose() => inner.Dispose();
            }
        }
    }
}
