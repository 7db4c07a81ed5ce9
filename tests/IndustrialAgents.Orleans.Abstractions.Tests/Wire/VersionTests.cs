using System.Text.Json;
using IndustrialAgents.Orleans.Wire;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using static IndustrialAgents.Orleans.Abstractions.Tests.Wire.Wired;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

/// <summary>Silos and clients of different versions: another version's serializer is one in which an alias stands for a twin with fewer or more members.</summary>
public sealed class VersionTests
{
    private static readonly Feedback Feedback = (Feedback)Samples.All["feedback"];

    [Fact]
    public void Read_FromAnOlderVersion_LeavesOutWhatItDidNotKnow()
    {
        var bytes = Of<OlderFeedback>("ia.feedback").SerializeToArray<object>(new OlderFeedback { DecisionId = "d", Correct = true });

        Assert.Equal(Text(new Feedback { DecisionId = "d", Correct = true }), Text(Read(bytes)));
    }

    [Fact]
    public void Read_ByAnOlderVersion_SkipsWhatItDoesNotKnow()
    {
        var read = Assert.IsType<OlderFeedback>(Of<OlderFeedback>("ia.feedback").Deserialize<object>(Bytes(Feedback)));

        Assert.Equal(Feedback.DecisionId, read.DecisionId.Value);
        Assert.Equal(Feedback.Correct, read.Correct);
    }

    [Fact]
    public void Read_ByANewerVersion_LeavesOutWhatThisOneDoesNotKnow()
    {
        var read = Assert.IsType<NewerFeedback>(Of<NewerFeedback>("ia.feedback").Deserialize<object>(Bytes(Feedback)));

        Assert.Equal(Feedback.Label, read.Label.Value);
        Assert.Equal(Feedback.Truth.ToArray(), read.Truth.ToArray());
        Assert.Null(read.Evidence);
    }

    [Fact]
    public void Read_FromANewerVersion_SkipsWhatThisOneDoesNotKnow()
    {
        var newer = new NewerFeedback
        {
            DecisionId = Feedback.DecisionId,
            Label = Feedback.Label,
            Truth = Feedback.Truth,
            Correct = Feedback.Correct,
            Source = Feedback.Source,
            Evidence = ["a", "b", "a"],
            Window = (Series)Samples.All["series"],
        };

        Assert.Equal(Text(Feedback), Text(Read(Of<NewerFeedback>("ia.feedback").SerializeToArray<object>(newer))));
    }

    // Orleans numbers the objects of a message: what is skipped must be counted.
    [Fact]
    public void Read_OfWhatFollowsUnknownMembers_FindsWhatItRefersTo()
    {
        var decision = (Decision)Samples.All["decision"];
        var newer = new NewerDecision
        {
            Id = decision.Id,
            Time = decision.Time,
            Route = decision.Route,
            Request = new NewerRequest
            {
                Task = (int)decision.Request.Task,
                Inputs = new(decision.Request.Inputs),
                Hints = new(decision.Answer.Contributions),
                Urgency = 0.5,
                Weight = 0.5f,
                Language = "fr",
                Anything = new List<object> { "a", 1, decision.Answer.Output! },
                Expected = decision.Answer.Output,
            },
            Candidates = new(decision.Candidates),
            Answer = decision.Answer,
            Feedback = new(decision.Feedback),
        };

        var read = (Decision)Read(Of<NewerDecision>("ia.decision").SerializeToArray<object>(newer))!;

        Assert.Equal(Text(decision with { Request = new Request { Task = decision.Request.Task, Inputs = decision.Request.Inputs } }), Text(read));
    }

    [Fact]
    public void Read_OfAnAnswer_WorksForAnOlderClient()
    {
        var answer = (Answer)Samples.All["answer"];
        var client = Of<OlderAnswer>("ia.answer");

        var read = Assert.IsType<OlderAnswer>(client.Deserialize<object>(Bytes(answer)));

        Assert.Equal(answer.DecisionId, read.DecisionId.Value);
        Assert.Equal(Text(answer.Contributions[0]), Text(read.Contributions.Items[0]));
    }

    [Fact]
    public void Read_OfAnOutputOfAKindToCome_IsATypedError() =>
        Assert.Throws<MalformedMessageException>(() => Read(
            Of<NewerAnswer>("ia.answer", ("ia.novel", typeof(NovelOutput))).SerializeToArray<object>(new NewerAnswer { DecisionId = "d", Output = new NovelOutput { Value = 1 } })));

    [Fact]
    public void Read_OfAManifestWithMembersToCome_LeavesThemOut()
    {
        var wire = new ManifestWire
        {
            Json = new("""{"name":"a","version":"1","modality":"tensor","tasks":["classify"],"toCome":{"x":1},"hardware":{"npu":true}}"""u8.ToArray()),
        };

        Assert.Equal("a@1", wire.ToValue().Id.ToString());
    }

    [Fact]
    public void Read_OfAnEnumerationToCome_KeepsItsNumber() =>
        Assert.Equal(200, (int)new RequestWire { Task = 200 }.ToValue().Task);

    // Recorded with version 1 of the wire form; never change a line. A new sample's line is in the failure's message: add it.
    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void Read_BytesOfTheFirstVersion_IsTheSample(string name)
    {
        var recorded = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Wire", "wire-1.json")))!;

        Assert.True(recorded.TryGetValue(name, out var base64), $"\"{name}\": \"{Convert.ToBase64String(Bytes(Samples.All[name]))}\"");
        Assert.Equal(Text(Samples.All[name]), Text(Read(Convert.FromBase64String(base64))));
    }

    // They travel as numbers: names are appended, never moved.
    [Theory]
    [InlineData(typeof(ExpertTask), "Classify Detect Forecast Regress Embed Retrieve Answer Generate Plan Diagnose Extract")]
    [InlineData(typeof(Tier), "Edge Plant Cloud")]
    [InlineData(typeof(SampleQuality), "Good Uncertain Bad")]
    [InlineData(typeof(ContributionStatus), "Answered Failed TimedOut Unused")]
    [InlineData(typeof(FinishReason), "Stop Length")]
    [InlineData(typeof(ChatRole), "User System Assistant")]
    [InlineData(typeof(ElementType), "Undefined Float32 UInt8 Int8 UInt16 Int16 Int32 Int64 String Bool Float16 Float64 UInt32 UInt64")]
    public void Enumeration_IsNumberedAsInTheFirstVersion(Type type, string names) =>
        Assert.Equal(names.Split(' '), Enumerable.Range(0, names.Split(' ').Length).Select(number => Enum.ToObject(type, number).ToString()));

    private static Serializer Of<TTwin>(string alias, params (string Alias, Type Type)[] others) =>
        new ServiceCollection()
            .AddSerializer(serializer => serializer.Configure(options =>
            {
                options.WellKnownTypeAliases[alias] = typeof(TTwin);
                foreach (var other in others)
                {
                    options.WellKnownTypeAliases[other.Alias] = other.Type;
                }
            }))
            .BuildServiceProvider()
            .GetRequiredService<Serializer>();
}
