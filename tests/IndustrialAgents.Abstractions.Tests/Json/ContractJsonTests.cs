using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Json;
using IndustrialAgents.Tests.Requests;

namespace IndustrialAgents.Tests.Json;

public sealed class ContractJsonTests
{
    private const string Request = """
        {
          "task": "forecast", "id": "r", "asset": "plant/line", "regime": "start-up", "route": "fast",
          "parameters": {"horizon": 3, "top": 2, "maxTokens": 9},
          "constraints": {"deadline": "2026-01-01T00:00:00+00:00", "maxCost": 1.5, "tiers": ["edge", "cloud"], "maxExperts": 2, "experts": ["a@1"], "abstainBelow": 0.25},
          "inputs": [
            {"kind": "text", "text": "ä \"x\"", "name": "note"},
            {"kind": "image", "data": "AQID"},
            {"kind": "series", "series": {"channels": [{"name": "p", "unit": "bar"}, {"name": "q"}], "values": [1.5, "NaN"], "quality": ["good", "bad"], "samplePeriod": "00:00:01", "start": "2026-01-01T00:00:00+00:00"}},
            {"kind": "tensor", "tensor": {"type": "int16", "shape": [1, 2], "data": "AQACAA=="}},
            {"kind": "tensor", "tensor": {"type": "string", "shape": [2], "strings": ["a", "b"]}}
          ]
        }
        """;

    public static TheoryData<string> Outputs() =>
    [
        """{"kind": "classes", "labels": ["a", "b"], "probabilities": [0.25, 0.75], "confidence": 0.75}""",
        """{"kind": "forecast", "channels": [{"name": "p"}], "samplePeriod": "00:00:01", "median": [1, 2], "levels": [0.1, 0.9], "quantiles": [0, 1, 2, 3], "start": "2026-01-01T00:00:00+00:00"}""",
        """{"kind": "estimate", "quantities": [{"name": "u", "unit": "mV"}], "values": [600.5], "standardDeviations": [0.5]}""",
        """{"kind": "anomaly", "scores": [0.1, 2], "threshold": 1, "probability": 0.9, "blame": [{"channel": "p", "share": 1}]}""",
        """{"kind": "detections", "items": [{"label": "crack", "score": 0.5, "left": 1, "top": 2, "right": 3.5, "bottom": 4}], "width": 10, "height": 20}""",
        """{"kind": "passages", "items": [{"id": "1", "text": "t", "score": 2, "source": "manual, page 3", "document": "manual", "place": "page 3"}]}""",
        """{"kind": "text", "text": "t", "finish": "length", "tokens": ["mill"], "tokenIds": [7], "citations": []}""",
        """{"kind": "text", "text": "t [1]", "finish": "stop", "tokens": [], "tokenIds": [], "promptTokens": 9, "completionTokens": 2, "citations": [{"id": "1", "text": "t", "score": 2}]}""",
        """{"kind": "entities", "items": [{"class": "State", "start": 0, "end": 4, "text": "worn"}]}""",
        """{"kind": "embedding", "space": "e@1", "vector": [1, -2]}""",
        """{"kind": "tensors", "tensors": {"y": {"type": "bool", "shape": [], "data": "AQ=="}}}""",
    ];

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Output_EveryKind_IsReadAndWrittenBack(string json) => IsReadAndWrittenBack<ExpertOutput>(json, ["isAnomalous", "horizon"]);

    [Fact]
    public void Request_EveryField_IsReadAndWrittenBack()
    {
        IsReadAndWrittenBack<Request>(Request, ["length"]);
        JsonSerializer.Deserialize<Request>(Request, ContractJson.Options)!.Validate(RequestLimits.Default);
    }

    [Fact]
    public void Decision_EveryField_IsReadAndWrittenBack() => IsReadAndWrittenBack<Decision>(
        $$"""
        {
          "id": "0197", "time": "2026-01-01T00:00:00+00:00", "route": "default", "request": {{Request}},
          "candidates": [{"expert": "a@1", "score": 0.5, "picked": true}],
          "answer": {
            "decisionId": "0197", "requestId": "r", "task": "detect", "asset": "plant", "output": {"kind": "text", "text": "t", "finish": "stop", "tokens": [], "tokenIds": [], "citations": []},
            "confidence": 0.5, "abstention": "not sure", "elapsed": "00:00:00.5000000", "cost": 2, "warnings": ["w"],
            "contributions": [{
              "expert": "a@1", "status": "timedOut", "weight": 0.5, "latency": "00:00:01", "cost": 1, "modelHash": "00", "error": "late",
              "output": {"kind": "embedding", "space": "e", "vector": [1]},
              "parts": [{"expert": "b@1", "status": "answered", "weight": 1, "latency": "00:00:01", "cost": 0, "parts": []}]
            }]
          },
          "feedback": [{"decisionId": "0197", "label": "wear", "truth": [1, 2], "correct": false, "source": "sensor"}]
        }
        """,
        ["length", "abstained"]);

    [Fact]
    public void Receipt_EveryField_IsReadAndWrittenBack()
    {
        IsReadAndWrittenBack<FeedbackReceipt>("""{"decisionId": "d", "losses": [{"expert": "a@1", "loss": 1, "scoreBefore": 0.5, "scoreAfter": 0.25}]}""", []);
        IsReadAndWrittenBack<ExpertReply>(
            """{"output": {"kind": "embedding", "space": "e", "vector": []}, "cost": 1, "modelHash": "00", "parts": [{"expert": "b@1", "status": "unused", "weight": 0, "latency": "00:00:00", "cost": 0, "parts": []}]}""",
            []);
    }

    [Fact]
    public void Request_AnyGoodOne_IsReadAndWrittenBack() =>
        Prop.ForAll(RequestGenerator.Valid, request =>
        {
            var json = JsonSerializer.Serialize(request, ContractJson.Options);
            var back = JsonSerializer.Deserialize<Request>(json, ContractJson.Options)!;
            back.Validate(RequestLimits.Default);
            return JsonSerializer.Serialize(back, ContractJson.Indented) == JsonSerializer.Serialize(request, ContractJson.Indented);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("""{"type": "float32", "shape": [2], "data": "AAAAAA=="}""")]
    [InlineData("""{"type": "float32", "shape": [-1], "data": ""}""")]
    [InlineData("""{"type": "float32", "shape": [9223372036854775807, 9], "data": ""}""")]
    [InlineData("""{"type": "float33", "shape": [1], "data": "AAAAAA=="}""")]
    [InlineData("""{"type": "undefined", "shape": [1], "data": "AAAAAA=="}""")]
    [InlineData("""{"type": "float32", "data": "AAAAAA=="}""")]
    [InlineData("""{"type": "float32", "shape": [1]}""")]
    [InlineData("""{"type": "float32", "shape": [1], "data": "?"}""")]
    [InlineData("""{"type": "string", "shape": [1]}""")]
    [InlineData("""{"type": "string", "shape": [1], "strings": []}""")]
    [InlineData("""{"type": "string", "shape": [1], "strings": [null]}""")]
    [InlineData("[]")]
    public void Tensor_Wrong_IsAJsonError(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Tensor>(json, ContractJson.Options));

    [Fact]
    public void Tensor_NotANumber_OfBool_IsAJsonError() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Tensor>("""{"type": "bool", "shape": [1], "data": "Ag=="}""", ContractJson.Options));

    [Theory]
    [InlineData("""{"inputs": []}""")]
    [InlineData("""{"task": "detect", "inputs": null}""")]
    [InlineData("""{"task": "detect", "inputs": [{"kind": "smell"}]}""")]
    [InlineData("""{"task": "detect", "inputs": [{"text": "kind is missing"}]}""")]
    [InlineData("""{"task": 0, "inputs": []}""")]
    [InlineData("""{"task": "detect", "asset": "a//b", "inputs": []}""")]
    [InlineData("""{"task": "detect", "asset": 3, "inputs": []}""")]
    [InlineData("""{"task": "detect", "constraints": {"tiers": ["moon"]}, "inputs": []}""")]
    public void Request_Wrong_IsAJsonError(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Request>(json, ContractJson.Options));

    [Fact]
    public void ExpertId_Wrong_IsAJsonError() => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ExpertId>("\"a\"", ContractJson.Options));

    [Theory]
    [InlineData(typeof(ExpertId), "\"a\"", "name@version")]
    [InlineData(typeof(ExpertId), "7", "name@version")]
    [InlineData(typeof(AssetPath), "\"a//b\"", "enterprise/site/area/line/cell")]
    [InlineData(typeof(AssetPath), "{}", "enterprise/site/area/line/cell")]
    public void Word_Wrong_IsAJsonErrorThatSaysTheForm(Type type, string json, string form) =>
        Assert.Contains(form, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, type, ContractJson.Options)).Message, StringComparison.Ordinal);

    [Fact]
    public void Request_TruncatedAnywhere_IsAJsonError()
    {
        for (var length = 0; length < Request.Length; length++)
        {
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Request>(Request[..length], ContractJson.Options));
        }
    }

    [Fact]
    public void Request_BytesFlipped_IsARequestOrATypedError()
    {
        var random = new Random(11);
        for (var i = 0; i < 3000; i++)
        {
            var json = System.Text.Encoding.UTF8.GetBytes(Request);
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                json[random.Next(json.Length)] = (byte)random.Next(256);
            }

            try
            {
                JsonSerializer.Deserialize<Request>(json, ContractJson.Options)!.Validate(RequestLimits.Default);
            }
            catch (Exception e) when (e is JsonException or InvalidRequestException)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    private static void IsReadAndWrittenBack<T>(string json, string[] computed)
    {
        var written = JsonNode.Parse(JsonSerializer.Serialize(JsonSerializer.Deserialize<T>(json, ContractJson.Options), ContractJson.Options));
        Strip(written, computed);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), written), $"{written} is not {json}");
    }

    // Properties that follow from others are written for readers and not read.
    private static void Strip(JsonNode? node, string[] computed)
    {
        foreach (var child in node switch { JsonObject o => o.Select(p => p.Value).ToList(), JsonArray a => [.. a], _ => [] })
        {
            Strip(child, computed);
        }

        foreach (var name in computed)
        {
            (node as JsonObject)?.Remove(name);
        }
    }
}
