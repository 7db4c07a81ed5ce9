using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Tests.Requests;

public sealed class RequestValidationTests
{
    private static readonly RequestLimits Small = new()
    {
        MaxInputs = 2,
        MaxTextLength = 3,
        MaxImageBytes = 3,
        MaxSeriesValues = 8,
        MaxChannels = 2,
        MaxTensorBytes = 8,
        MaxHorizon = 5,
    };

    private static Request Good { get; } = new() { Task = ExpertTask.Detect, Inputs = [new TextInput("ok")] };

    private static Series GoodSeries { get; } = new()
    {
        Channels = [new SeriesChannel("p"), new SeriesChannel("q")],
        Values = new float[] { 1, 2, 3, 4 },
        SamplePeriod = TimeSpan.FromSeconds(1),
    };

    public static TheoryData<Request, string, string> Broken()
    {
        var data = new TheoryData<Request, string, string>
        {
            { Good with { Task = (ExpertTask)99 }, "task", "classify, detect, forecast" },
            { Good with { Id = "" }, "id", "0 characters; it must have 1 to 256" },
            { Good with { Id = new string('x', 257) }, "id", "257 characters" },
            { Good with { Regime = "a\nb" }, "regime", "control character" },
            { Good with { Route = "a\0" }, "route", "control character" },
            { Good with { Inputs = null! }, "inputs", "at least one" },
            { Good with { Inputs = [] }, "inputs", "at least one" },
            { With(new TextInput("a"), new TextInput("b"), new TextInput("c")), "inputs", "3 inputs; at most 2" },
            { With(new TextInput("a"), null!), "inputs[1]", "is null" },
            { With(new TextInput("a") { Name = "" }), "inputs[0].name", "1 to 256" },
            { With(new TextInput(null!)), "inputs[0].text", "is missing" },
            { With(new TextInput("long")), "inputs[0].text", "4 characters; at most 3" },
            { With(new ImageInput(default)), "inputs[0].data", "is empty" },
            { With(new ImageInput(new byte[4])), "inputs[0].data", "4 bytes; at most 3" },
            { With(new SeriesInput(null!)), "inputs[0].series", "is missing" },
            { With(new TensorInput(null!)), "inputs[0].tensor", "is missing" },
            { With(new TensorInput(Tensor.Create([1f, 2f, 3f], 3))), "inputs[0].tensor", "12 bytes; at most 8" },
            { With(new TensorInput(Tensor.Create(new[] { "abcde" }, new TensorShape(1)))), "inputs[0].tensor", "10 bytes of text; at most 8" },
            { With(new TensorInput(Tensor.Create(new string[1], new TensorShape(1)))), "inputs[0].tensor", "null" },
            { With(new TensorInput(Tensor.Create([1f, float.NaN], 2))), "inputs[0].tensor", "element 1 is not a finite" },
            { With(new TensorInput(Tensor.Create([double.NegativeInfinity], 1))), "inputs[0].tensor", "element 0" },
            { With(new TensorInput(Tensor.Create([Half.One, Half.NaN], 2))), "inputs[0].tensor", "element 1" },
            { With(new TensorInput(Tensor.Wrap(ElementType.BFloat16, new TensorShape(2), new byte[] { 0x80, 0x3F, 0x80, 0x7F }))), "inputs[0].tensor", "element 1" },
            { With(new UnknownInput()), "inputs[0]", "UnknownInput" },
            { Good with { Parameters = null! }, "parameters", "is null" },
            { Good with { Parameters = new() { Horizon = 0 } }, "parameters.horizon", "between 1 and 5" },
            { Good with { Parameters = new() { Horizon = 6 } }, "parameters.horizon", "6 steps" },
            { Good with { Parameters = new() { Top = 0 } }, "parameters.top", "positive" },
            { Good with { Parameters = new() { MaxTokens = -1 } }, "parameters.maxTokens", "-1 tokens" },
            { Good with { Parameters = Sampling(new() { Temperature = -1 }) }, "parameters.sampling.temperature", "-1" },
            { Good with { Parameters = Sampling(new() { Temperature = double.NaN }) }, "parameters.sampling.temperature", "NaN" },
            { Good with { Parameters = Sampling(new() { TopK = 0 }) }, "parameters.sampling.topK", "0 tokens" },
            { Good with { Parameters = Sampling(new() { TopP = 0 }) }, "parameters.sampling.topP", "above 0" },
            { Good with { Parameters = Sampling(new() { MinP = 2 }) }, "parameters.sampling.minP", "2" },
            { Good with { Parameters = Sampling(new() { RepetitionPenalty = 0 }) }, "parameters.sampling.repetitionPenalty", "between 0.1 and 10" },
            { Good with { Parameters = Sampling(new() { Stop = null! }) }, "parameters.sampling.stop", "null" },
            { Good with { Parameters = Sampling(new() { Stop = [""] }) }, "parameters.sampling.stop[0]", "empty" },
            { Good with { Parameters = Sampling(new() { Choices = [.. Enumerable.Repeat("a", 4097)] }) }, "parameters.sampling.choices", "4097 texts" },
            { Good with { Parameters = Sampling(new() { JsonSchema = "" }) }, "parameters.sampling.jsonSchema", "0 characters" },
            { Good with { Parameters = Sampling(new() { JsonSchema = "{}", Choices = ["a"] }) }, "parameters.sampling", "one of them" },
            { Good with { Inputs = [new TextInput("a") { Role = (ChatRole)9 }] }, "inputs[0].role", "9 is not a role" },
            { Good with { Constraints = null! }, "constraints", "is null" },
            { Good with { Constraints = new() { MaxCost = -1 } }, "constraints.maxCost", "-1 is not a cost" },
            { Good with { Constraints = new() { MaxCost = double.NaN } }, "constraints.maxCost", "NaN" },
            { Good with { Constraints = new() { MaxExperts = 0 } }, "constraints.maxExperts", "positive" },
            { Good with { Constraints = new() { AbstainBelow = 1.5 } }, "constraints.abstainBelow", "1.5 is not a confidence" },
            { Good with { Constraints = new() { Tiers = null! } }, "constraints.tiers", "null" },
            { Good with { Constraints = new() { Tiers = [Tier.Edge, (Tier)9] } }, "constraints.tiers[1]", "edge, plant, cloud" },
            { Good with { Constraints = new() { Experts = null! } }, "constraints.experts", "null" },
            { Good with { Constraints = new() { Experts = ["a", " "] } }, "constraints.experts[1]", "empty" },
        };
        foreach (var (series, field, message) in BrokenSeries())
        {
            data.Add(With(new SeriesInput(series)), $"inputs[0].series.{field}", message);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Validate_OneFieldBroken_NamesItItsValueAndTheRemedy(Request request, string field, string message)
    {
        var error = Assert.Throws<InvalidRequestException>(() => request.Validate(Small));

        Assert.Equal(field, error.Field);
        Assert.StartsWith($"{field}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_AnyGoodRequest_Passes() =>
        Prop.ForAll(RequestGenerator.Valid, request => request.Validate(RequestLimits.Default)).QuickCheckThrowOnFailure();

    [Fact]
    public void Validate_GoodRequest_CostsNoMemory()
    {
        var request = new Request
        {
            Task = ExpertTask.Detect,
            Id = "r1",
            Inputs = [new TextInput("ok") { Name = "note" }, new SeriesInput(GoodSeries with { Start = DateTimeOffset.UnixEpoch }), new TensorInput(Tensor.Create([1f], 1))],
            Constraints = new RequestConstraints { Tiers = [Tier.Edge], Experts = ["a"], MaxCost = 1 },
            Parameters = new RequestParameters { Horizon = 3 },
        };
        for (var i = 0; i < 100; i++)
        {
            request.Validate(RequestLimits.Default);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            request.Validate(RequestLimits.Default);
        }

        // What the runtime itself may do meanwhile on this thread is far below one allocation a request.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
    }

    [Fact]
    public void Validate_ManyChannels_FindsTwoOfOneName()
    {
        var channels = Enumerable.Range(0, 100).Select(i => new SeriesChannel($"t{(i == 99 ? 0 : i)}")).ToArray();
        var request = With(new SeriesInput(GoodSeries with { Channels = channels, Values = new float[100] }));

        var error = Assert.Throws<InvalidRequestException>(() => request.Validate(RequestLimits.Default));

        Assert.Contains("two channels are named 't0'", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(Series Series, string Field, string Message)> BrokenSeries() =>
    [
        (GoodSeries with { Channels = [] }, "channels", "at least one channel"),
        (GoodSeries with { Channels = null! }, "channels", "at least one channel"),
        (GoodSeries with { Channels = [new("a"), new("b"), new("c")] }, "channels", "3 channels; at most 2"),
        (GoodSeries with { Channels = [new("a"), new("a")] }, "channels", "two channels are named 'a'"),
        (GoodSeries with { Channels = [new("a"), new(" ")] }, "channels[1]", "no name"),
        (GoodSeries with { Channels = [new("a"), null!] }, "channels[1]", "no name"),
        (GoodSeries with { Values = default }, "values", "is empty"),
        (GoodSeries with { Values = new float[10] }, "values", "10 values; at most 8"),
        (GoodSeries with { Values = new float[3] }, "values", "no whole number of samples of 2 channels"),
        (GoodSeries with { Values = new[] { 1, 2, 3, float.PositiveInfinity } }, "values[3]", "sample 1, channel 'q'"),
        (GoodSeries with { Values = new[] { 1, float.NaN, 3, 4 }, Quality = new SampleQuality[4] }, "values[1]", "mark it bad"),
        (GoodSeries with { SamplePeriod = TimeSpan.Zero }, "samplePeriod", "must be positive"),
        (GoodSeries with { Start = DateTimeOffset.MaxValue }, "start", "year 9999"),
        (GoodSeries with { SamplePeriod = TimeSpan.MaxValue, Start = DateTimeOffset.UnixEpoch }, "start", "year 9999"),
        (GoodSeries with { Quality = new SampleQuality[3] }, "quality", "3 qualities for 4 values"),
        (GoodSeries with { Quality = new[] { SampleQuality.Good, (SampleQuality)7, SampleQuality.Good, SampleQuality.Good } }, "quality[1]", "7 is not a quality"),
    ];

    private static RequestParameters Sampling(SamplingParameters sampling) => new() { Sampling = sampling };

    private static Request With(params RequestInput[] inputs) => Good with { Inputs = inputs };

    private sealed record UnknownInput : RequestInput
    {
        public override Modality Modality => Modality.Multimodal;
    }
}
