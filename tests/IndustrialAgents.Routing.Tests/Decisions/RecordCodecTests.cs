using FsCheck;
using FsCheck.Fluent;
using static IndustrialAgents.Routing.Tests.Decisions.Stored;

namespace IndustrialAgents.Routing.Tests.Decisions;

public sealed class RecordCodecTests
{
    [Fact]
    public void Decode_AnyDecision_IsAsItWas() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 3000)), Arb.From(ArbMap.Default.GeneratorFor<NormalFloat>()), (length, value) =>
        {
            var decision = Decision("a", length) with
            {
                Request = new Request
                {
                    Task = ExpertTask.Detect,
                    Asset = AssetPath.Parse("acme/line"),
                    Inputs =
                    [
                        new TextInput(new string('é', length)),
                        new ImageInput(new byte[] { 1, 2, (byte)length }),
                        new TensorInput(Tensor.Create([value.Get, -0.0, double.MaxValue], 3)),
                        new SeriesInput(new Series
                        {
                            Channels = [new SeriesChannel("flow", "L/min")],
                            Values = new[] { (float)value.Get, float.NaN },
                            Quality = new[] { SampleQuality.Good, SampleQuality.Bad },
                            SamplePeriod = TimeSpan.FromMilliseconds(20),
                        }),
                    ],
                },
            };
            return JsonOf(RecordCodec.Decode<Decision>(RecordCodec.Encode(decision))) == JsonOf(decision);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(20)]
    [InlineData(5_000)]
    public void Decode_AnyTruncationOrBitFlip_Throws(int textLength)
    {
        var record = RecordCodec.Encode(Decision("a", textLength));
        for (var i = 0; i < record.Length; i++)
        {
            Assert.Throws<InvalidDataException>(() => RecordCodec.Decode<Decision>(record[..i]));
            record[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<InvalidDataException>(() => RecordCodec.Decode<Decision>(record));
            record[i] ^= (byte)(1 << (i % 8));
        }
    }

    [Fact]
    public void Decode_RecordOfAnotherContract_Throws() =>
        Assert.Throws<InvalidDataException>(() => RecordCodec.Decode<Decision>(RecordCodec.Encode(Stored.Feedback("a"))));
}
