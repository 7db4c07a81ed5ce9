namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

/// <summary>One value, filled in everywhere, of each type that crosses a grain call.</summary>
internal static class Samples
{
    private static readonly SamplingParameters Sampling = new()
    {
        Temperature = 0.7,
        TopK = 40,
        TopP = 0.9,
        MinP = 0.1,
        RepetitionPenalty = 1.1,
        Seed = 7,
        Stop = ["\n"],
        Choices = ["yes", "no"],
        JsonSchema = "{}",
    };

    private static readonly DateTimeOffset Time = new(2026, 3, 4, 5, 6, 7, 8, TimeSpan.FromHours(1));
    private static readonly string Sha = new('a', 64);
    private static readonly SeriesChannel Flow = new("flow", "L/min");
    private static readonly SeriesChannel Temperature = new("température");

    private static readonly Tensor Floats = Tensor.Create([1.5f, -0.0f, float.MaxValue, float.Epsilon, 0, 7], 2, 3);

    private static readonly Series Window = new()
    {
        Channels = [Flow, Temperature],
        Values = new[] { 1f, 2f, float.NaN, 4f },
        SamplePeriod = TimeSpan.FromMilliseconds(20),
        Start = Time,
        Quality = new[] { SampleQuality.Good, SampleQuality.Uncertain, SampleQuality.Bad, SampleQuality.Good },
    };

    private static readonly Request Question = new()
    {
        Task = ExpertTask.Diagnose,
        Inputs =
        [
            new TextInput("why is it hot?") { Name = "question" },
            new ImageInput(new byte[] { 0x89, 0x50, 0x4E, 0x47 }),
            new SeriesInput(Window),
            new TensorInput(Floats) { Name = "raw" },
        ],
        Id = "r-1",
        Asset = AssetPath.Parse("acme/lyon/press/line-2"),
        Regime = "start-up",
        Route = "careful",
        Parameters = new RequestParameters { Horizon = 12, Top = 3, MaxTokens = 64 },
        Constraints = new RequestConstraints
        {
            Deadline = Time,
            MaxCost = 2.5,
            Tiers = [Tier.Edge, Tier.Cloud],
            MaxExperts = 2,
            Experts = ["valve@1", "motor"],
            AbstainBelow = 0.25,
        },
    };

    private static readonly ClassProbabilities Classes = new(["good", "worn"], new[] { 0.25, 0.75 }) { Confidence = 0.75 };

    private static readonly Contribution Part = new()
    {
        Expert = new ExpertId("valve", "1"),
        Status = ContributionStatus.TimedOut,
        Latency = TimeSpan.FromMilliseconds(30),
        Error = "timed out",
    };

    private static readonly Answer Reply = new()
    {
        DecisionId = "0198c0de",
        RequestId = "r-1",
        Task = ExpertTask.Diagnose,
        Asset = AssetPath.Parse("acme/lyon"),
        Output = Classes,
        Confidence = 0.75,
        Abstention = "too unsure",
        Contributions = [Part with { Status = ContributionStatus.Answered, Weight = 1, Cost = -0.0, ModelHash = Sha, Output = Classes, Error = null, Parts = [Part] }],
        Elapsed = TimeSpan.FromMilliseconds(31),
        Cost = 1.25,
        Warnings = ["not stored"],
    };

    private static readonly Feedback Truth = new() { DecisionId = "0198c0de", Label = "worn", Truth = new[] { 1.0, -2.5 }, Correct = false, Source = "mk" };

    private static readonly Decision Stored = new()
    {
        Id = "0198c0de",
        Time = Time,
        Route = "careful",
        Request = Question,
        Candidates = [new GateScore(new ExpertId("valve", "1"), 0.5, true), new GateScore(new ExpertId("motor", "2.0"), double.NegativeInfinity, false)],
        Answer = Reply,
        Feedback = [Truth],
    };

    private static readonly Manifest Manifest = ManifestReader.Read(
        """
        {
          "name": "valve", "version": "1", "modality": "timeSeries", "tasks": ["classify", "detect"], "description": "Valves.",
          "inputs": [{"kind": "timeSeries", "name": "window", "optional": true, "preprocess": {"use": "window", "length": 64, "scale": [1, 2.5]}}],
          "output": {"use": "softmax", "input": "logits"}, "labels": ["good", "worn"], "failureModes": {"worn": "seat wear"},
          "files": [{"path": "model.onnx", "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}], "assets": ["acme/lyon"],
          "hardware": {"tiers": ["plant"], "gpu": true, "memoryBytes": 1048576}, "batching": {"maxBatch": 8, "maxQueue": 9},
          "cost": {"perRequest": 0.5, "latency": "00:00:00.0100000"}, "prior": 2, "license": "MIT", "source": "made up"
        }
        """u8,
        "sample");

    private static readonly CatalogEntry Entry = new(Manifest, Enabled: false, Share: 0.125);
    private static readonly AssetSettings Settings = new()
    {
        Channels = [Flow, Temperature],
        SamplePeriod = TimeSpan.FromSeconds(1),
        WindowLength = 128,
        Detector = "valve@1",
        AskAtAlarm = ExpertTask.Classify,
        AlarmAfter = 2,
        AlarmOf = 4,
        ClearAfter = 6,
    };

    private static readonly AssetIncident Incident = new()
    {
        Asset = AssetPath.Parse("acme/lyon"),
        Raised = Time,
        Cleared = Time.AddMinutes(1),
        Peak = 3.5,
        Answer = Reply,
        Error = "none",
    };

    private static readonly ModelTensor Port = new("input", ElementType.Float32, [-1, 3]);

    private static readonly Exception Cause = new IOException("disk full", new InvalidOperationException("no room"));

    /// <summary>The samples by name.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["request"] = Question,
        ["request of the least"] = new Request { Task = ExpertTask.Classify, Inputs = [new TextInput("")] },
        ["parameters"] = Question.Parameters,
        ["constraints"] = Question.Constraints,
        ["text input"] = Question.Inputs[0],
        ["image input"] = Question.Inputs[1],
        ["series input"] = Question.Inputs[2],
        ["tensor input"] = Question.Inputs[3],
        ["series"] = Window,
        ["channel"] = Flow,
        ["tensor"] = Floats,
        ["tensor of strings"] = Tensor.Create(new[] { "a", "", "ü" }.AsMemory(), new TensorShape(3)),
        ["tensor of bools"] = Tensor.Create([true, false], 2),
        ["scalar"] = Tensor.Create([5L]),
        ["asset path"] = AssetPath.Parse("acme/lyon/press"),
        ["expert id"] = new ExpertId("valve", "1.0"),
        ["manifest"] = Manifest,
        ["class probabilities"] = Classes,
        ["forecast"] = new Forecast([Flow], TimeSpan.FromSeconds(1), new[] { 1f, 2f })
        {
            Levels = [0.1, 0.9],
            Quantiles = new[] { 0f, 1f, 2f, 3f },
            Start = Time,
            Confidence = 0.5,
        },
        ["estimate"] = new Estimate([Flow], new[] { 1.0 }) { StandardDeviations = new[] { 0.5 }, Confidence = 0 },
        ["anomaly scores"] = new AnomalyScores(new[] { 0.1, 9 }, 3, 0.99) { Blame = [new ChannelShare("flow", 1)], Confidence = 1 },
        ["defect map"] = new AnomalyScores(new[] { 0.1, 9 }, 3, 0.99) { Grid = new ScoreGrid(1, 2, 640, 480, -8.5, 0, 640, 480), PValue = 0.05 },
        ["score grid"] = new ScoreGrid(1, 2, 640, 480, -8.5, 0, 640.5, 480),
        ["channel share"] = new ChannelShare("flow", -0.0),
        ["detections"] = new Detections([new Detection("scratch", 0.5, 1, 2, 3, 4)], 640, 480) { Confidence = 0.5 },
        ["detection"] = new Detection("scratch", 0.5, 1, -0.0f, 3, 4),
        ["passages"] = new Passages([new Passage("1", "text", 0.5, "manual")]) { Confidence = 0.5 },
        ["passage"] = new Passage("1", "text", -0.5),
        ["placed passage"] = new Passage("1", "text", 0.5, "manual, page 3") { Document = "manual", Place = "page 3" },
        ["generated text"] = new GeneratedText("ok", FinishReason.Length) { Tokens = ["o", "k"], TokenIds = [1, 2], Confidence = 0.5 },
        ["checked text"] = new GeneratedText("ok", FinishReason.Stop) { PromptTokens = 3, Check = new TextCheck("ST", ["line 1"]) },
        ["cited text"] = new GeneratedText("reseal it [1]", FinishReason.Stop) { Citations = [new Passage("1.2", "text", 0.5, "manual, page 3") { Document = "manual", Place = "page 3" }] },
        ["counted text"] = new GeneratedText("ok", FinishReason.Stop) { PromptTokens = 3, CompletionTokens = 2 },
        ["entities"] = new ExtractedEntities([new Entity("State", 0, 4, "worn"), new Entity("PhysicalObject", 5, 9, "seal")]) { Confidence = 0.5 },
        ["update"] = new ExpertUpdate("worn", new ExpertReply(Classes) { Cost = 0.5 }),
        ["piece"] = new ExpertUpdate("worn"),
        ["entity"] = new Entity("State", 0, 4, "worn"),
        ["text check"] = new TextCheck("ST", ["line 1", "line 2"]),
        ["turn"] = new TextInput("why is it hot?") { Role = ChatRole.User },
        ["sampled parameters"] = new RequestParameters { MaxTokens = 64, Sampling = Sampling },
        ["sampling"] = Sampling,
        ["embedding"] = new Embedding("clip@1", new[] { 1f, -0.0f }) { Confidence = 0.5 },
        ["tensors output"] = new TensorsOutput(new Dictionary<string, Tensor> { ["a"] = Floats, ["b"] = Floats }) { Confidence = 0.5 },
        ["reply"] = new ExpertReply(Classes) { Cost = 0.5, ModelHash = Sha, Parts = [Part] },
        ["contribution"] = Reply.Contributions[0],
        ["answer"] = Reply,
        ["gate score"] = Stored.Candidates[0],
        ["decision"] = Stored,
        ["feedback"] = Truth,
        ["loss"] = new ExpertLoss(new ExpertId("valve", "1"), 0.5, 0.25, 0.125),
        ["feedback receipt"] = new FeedbackReceipt("0198c0de", [new ExpertLoss(new ExpertId("valve", "1"), 0.5, 0.25, 0.125)]),
        ["tensors"] = new NamedTensors(new Dictionary<string, Tensor> { ["x"] = Floats }),
        ["sensor rows"] = new SensorRows { Times = new[] { 1L, long.MaxValue }, Values = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 } },
        ["expert description"] = new ExpertDescription { Manifest = Manifest, Silo = "10.0.0.1:11111", Inputs = [Port], Outputs = [Port with { ElementType = null }] },
        ["model tensor"] = Port,
        ["catalogue entry"] = Entry,
        ["catalogue"] = new Catalog { Version = 7, Time = Time, Change = "added valve@1", Entries = [Entry] },
        ["route delta"] = new RouteDelta { Replica = "silo-1", Number = 3, KnownVersion = 2, Statistics = [1, 2, 3], Positions = [4, 5] },
        ["route statistics"] = new RouteStatistics { Version = 3, Statistics = [1, 2, 3] },
        ["route statistics unchanged"] = new RouteStatistics { Version = 3 },
        ["asset settings"] = Settings,
        ["asset status"] = new AssetStatus { Settings = Settings, Rows = 9, LastRow = Time, Score = 0.5, Open = Incident },
        ["asset status of nothing"] = new AssetStatus(),
        ["incident"] = Incident,
        ["rows receipt"] = new RowsReceipt(5, 1, true),
        ["positioned feedback"] = new PositionedFeedback(12, Stored, Truth),
        ["error"] = new IndustrialAgentsException("it broke", Cause),
        ["invalid request"] = new InvalidRequestException("inputs[0].text", "is empty", Cause),
        ["invalid manifest"] = new InvalidManifestException("expert.json", "files[0].sha256", "is no SHA-256", Cause),
        ["expert not found"] = new ExpertNotFoundException("motor@2"),
        ["expert failed"] = new ExpertFailedException(new ExpertId("motor", "2"), "out of memory", Cause),
        ["decision not found"] = new DecisionNotFoundException("0198c0de"),
        ["deadline exceeded"] = new DeadlineExceededException("motor@2 had not answered"),
        ["overloaded"] = new OverloadedException("motor@2", 1024),
        ["unavailable"] = new UnavailableException("no silo has a GPU", Cause),
        ["malformed message"] = new MalformedMessageException("Tensor", "12 bytes", Cause),
    };

    /// <summary>The names, for theories.</summary>
    public static TheoryData<string> Names { get; } = [.. All.Keys];
}
