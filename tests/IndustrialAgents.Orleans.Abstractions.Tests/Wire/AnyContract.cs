using System.Runtime.InteropServices;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

/// <summary>Makes values of the contract at random, whether a validator would take them or not; the same for the same seed.</summary>
internal sealed class AnyContract(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A value of any of the larger types, which hold all others.</summary>
    public object Value() => _random.Next(6) switch
    {
        0 => Request(),
        1 => Answer(),
        2 => Decision(),
        3 => new ExpertReply(Output()) { Cost = Double(), ModelHash = Maybe(Text), Parts = List(() => Contribution(1)) },
        4 => new FeedbackReceipt(Text(), List(() => new ExpertLoss(Expert(), Double(), Double(), Double()))),
        _ => new NamedTensors(Tensors()),
    };

    private Request Request() => new()
    {
        Task = Enum<ExpertTask>(),
        Inputs = List(Input),
        Id = Maybe(Text),
        Asset = Chance() ? Asset() : null,
        Regime = Maybe(Text),
        Route = Maybe(Text),
        Parameters = Chance() ? RequestParameters.Default : new RequestParameters { Horizon = Int(), Top = Chance() ? Int() : null, MaxTokens = Int(), Sampling = Chance() ? Sampling() : null },
        Constraints = Chance() ? RequestConstraints.None : new RequestConstraints
        {
            Deadline = Chance() ? Time() : null,
            MaxCost = Chance() ? Double() : null,
            Tiers = List(Enum<Tier>),
            MaxExperts = Chance() ? Int() : null,
            Experts = List(Text),
            AbstainBelow = Chance() ? Double() : null,
        },
    };

    private SamplingParameters Sampling() => new()
    {
        Temperature = Chance() ? Double() : null,
        TopK = Chance() ? Int() : null,
        TopP = Chance() ? Double() : null,
        MinP = Chance() ? Double() : null,
        RepetitionPenalty = Chance() ? Double() : null,
        Seed = Chance() ? Int() : null,
        Stop = List(Text),
        Choices = List(Text),
        JsonSchema = Maybe(Text),
    };

    private RequestInput Input() => _random.Next(4) switch
    {
        0 => new TextInput(Text()) { Name = Maybe(Text), Role = Chance() ? Enum<ChatRole>() : null },
        1 => new ImageInput(Numbers<byte>()) { Name = Maybe(Text) },
        2 => new SeriesInput(Series()) { Name = Maybe(Text) },
        _ => new TensorInput(Tensor()) { Name = Maybe(Text) },
    };

    private Series Series() => new()
    {
        Channels = List(Channel),
        Values = Numbers<float>(),
        SamplePeriod = Span(),
        Start = Chance() ? Time() : null,
        Quality = Chance() ? Array.ConvertAll(Numbers<byte>(), b => (SampleQuality)(b % 3)) : default(ReadOnlyMemory<SampleQuality>),
    };

    private ExpertOutput Output()
    {
        double? confidence = Chance() ? Double() : null;
        return _random.Next(10) switch
        {
            0 => new ClassProbabilities(List(Text), Numbers<double>()) { Confidence = confidence },
            1 => new Forecast(List(Channel), Span(), Numbers<float>())
            {
                Confidence = confidence,
                Levels = List(Double),
                Quantiles = Numbers<float>(),
                Start = Chance() ? Time() : null,
            },
            2 => new Estimate(List(Channel), Numbers<double>()) { Confidence = confidence, StandardDeviations = Numbers<double>() },
            3 => new AnomalyScores(Numbers<double>(), Double(), Double()) { Confidence = confidence, Blame = List(() => new ChannelShare(Text(), Double())), PValue = Chance() ? Double() : null, FalseAlarmRate = Chance() ? Double() : null, Grid = Chance() ? new ScoreGrid(Int(), Int(), Int(), Int(), Double(), Double(), Double(), Double()) : null },
            4 => new Detections(List(() => new Detection(Text(), Double(), Float(), Float(), Float(), Float())), Int(), Int()) { Confidence = confidence },
            5 => new Passages(List(Passage)) { Confidence = confidence },
            6 => new GeneratedText(Text(), Enum<FinishReason>()) { Confidence = confidence, Tokens = List(Text), TokenIds = List(Int), PromptTokens = Chance() ? Int() : null, CompletionTokens = Chance() ? Int() : null, Check = Chance() ? new TextCheck(Text(), List(Text)) : null, Citations = List(Passage) },
            7 => new Embedding(Text(), Numbers<float>()) { Confidence = confidence },
            8 => new ExtractedEntities(List(() => new Entity(Text(), Int(), Int(), Text()))) { Confidence = confidence },
            _ => new TensorsOutput(Tensors()) { Confidence = confidence },
        };
    }

    private Passage Passage() => new(Text(), Text(), Double(), Maybe(Text)) { Document = Maybe(Text), Place = Maybe(Text) };

    private Contribution Contribution(int depth) => new()
    {
        Expert = Expert(),
        Status = Enum<ContributionStatus>(),
        Weight = Double(),
        Latency = Span(),
        Cost = Double(),
        ModelHash = Maybe(Text),
        Output = Maybe(Output),
        Error = Maybe(Text),
        Parts = depth > 3 ? [] : List(() => Contribution(depth + 1)),
    };

    private Answer Answer() => new()
    {
        DecisionId = Text(),
        RequestId = Maybe(Text),
        Task = Enum<ExpertTask>(),
        Asset = Chance() ? Asset() : null,
        Output = Maybe(Output),
        Confidence = Double(),
        Abstention = Maybe(Text),
        Contributions = List(() => Contribution(2)),
        Elapsed = Span(),
        Cost = Double(),
        Warnings = List(Text),
    };

    private Decision Decision() => new()
    {
        Id = Text(),
        Time = Time(),
        Route = Text(),
        Request = Request(),
        Candidates = List(() => new GateScore(Expert(), Double(), Chance())),
        Answer = Answer(),
        Feedback = List(() => new Feedback
        {
            DecisionId = Text(),
            Label = Maybe(Text),
            Truth = Numbers<double>(),
            Correct = Chance() ? Chance() : null,
            Source = Maybe(Text),
        }),
    };

    private Tensor Tensor()
    {
        long[] dimensions = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => (long)_random.Next(4))];
        var shape = new TensorShape(dimensions);
        var type = Enum<ElementType>();
        switch (type)
        {
            case ElementType.Undefined or ElementType.String:
                return IndustrialAgents.Tensor.Create(Enumerable.Range(0, (int)shape.ElementCount).Select(_ => Text()).ToArray(), shape);
            case ElementType.Bool:
                return IndustrialAgents.Tensor.Wrap(type, shape, Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (byte)_random.Next(2)).ToArray());
            default:
                var bytes = new byte[shape.ElementCount * type.SizeInBytes()];
                _random.NextBytes(bytes);
                return IndustrialAgents.Tensor.Wrap(type, shape, bytes);
        }
    }

    private Dictionary<string, Tensor> Tensors()
    {
        var tensors = new Dictionary<string, Tensor>();
        for (var i = _random.Next(4); i > 0; i--)
        {
            tensors[Text()] = Tensor();
        }

        return tensors;
    }

    // Also lists that are no arrays: list literals and LINQ make such.
    private IReadOnlyList<T> List<T>(Func<T> item)
    {
        T[] items = [.. Enumerable.Range(0, Chance() ? 0 : _random.Next(6)).Select(_ => item())];
        return _random.Next(3) switch
        {
            0 => items,
            1 => items.ToList(),
            _ => items.AsReadOnly(),
        };
    }

    // Random bits: among them NaN of all kinds, infinities and subnormal numbers.
    private T[] Numbers<T>()
        where T : unmanaged
    {
        var numbers = new T[Chance() ? 0 : _random.Next(300)];
        _random.NextBytes(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }

    private string Text() => _random.Next(5) switch
    {
        0 => "",
        1 => new string('é', _random.Next(2000)),
        2 => "a\0b😀\r\n\"",
        _ => new string([.. Enumerable.Range(0, _random.Next(20)).Select(_ => (char)_random.Next(0x20, 0xD800))]),
    };

    private double Double() => _random.Next(4) switch
    {
        0 => -0.0,
        1 => 0,
        2 => BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue)),
        _ => _random.NextDouble(),
    };

    private float Float() => Chance() ? -0.0f : BitConverter.Int32BitsToSingle(Int());

    private int Int() => _random.Next(int.MinValue, int.MaxValue);

    private bool Chance() => _random.Next(2) == 0;

    private T? Maybe<T>(Func<T> value)
        where T : class =>
        Chance() ? value() : null;

    private T Enum<T>()
        where T : struct, Enum =>
        System.Enum.GetValues<T>()[_random.Next(System.Enum.GetValues<T>().Length)];

    private SeriesChannel Channel() => new(Text(), Maybe(Text));

    private ExpertId Expert() => new("e" + _random.Next(100), "v" + _random.Next(10));

    private AssetPath Asset() => AssetPath.Parse("acme/site-" + _random.Next(100));

    private TimeSpan Span() => new(_random.NextInt64(long.MinValue, long.MaxValue));

    private DateTimeOffset Time() => new(_random.NextInt64(TimeSpan.TicksPerDay, DateTimeOffset.MaxValue.Ticks - TimeSpan.TicksPerDay), TimeSpan.FromMinutes(_random.Next(-840, 841)));
}
