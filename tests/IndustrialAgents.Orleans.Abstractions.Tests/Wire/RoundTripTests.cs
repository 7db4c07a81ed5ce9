using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using static IndustrialAgents.Orleans.Abstractions.Tests.Wire.Wired;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

public sealed class RoundTripTests
{
    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void RoundTrip_Sample_IsAsItWas(string name)
    {
        var sample = Samples.All[name];

        Assert.Equal(Text(sample), Text(RoundTrip(sample)));
        Assert.Equal(Bytes(sample), Bytes(RoundTrip(sample)));
    }

    // Bytes are compared as well: text hides the sign of zero and the bits of a NaN.
    [Fact]
    public void RoundTrip_AnyValue_IsAsItWas() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var value = new AnyContract(seed).Value();
            var read = RoundTrip(value);
            return Text(read) == Text(value) && Bytes(read).AsSpan().SequenceEqual(Bytes(value));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void RoundTrip_InPiecesAsFromTheNetwork_IsAsItWas()
    {
        var serializer = Services.GetRequiredService<Serializer>();
        foreach (var (name, sample) in Samples.All)
        {
            var read = serializer.Deserialize<object>(Pieces.Of(Bytes(sample), 7));

            Assert.True(Text(sample) == Text(read), name);
        }
    }

    [Fact]
    public void RoundTrip_LargeTensor_IsAsItWas()
    {
        var values = new float[262_144];
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        var tensor = Tensor.Create(values, 512, 512);

        var bytes = Bytes(tensor);

        Assert.Equal(tensor, Read(bytes));
        Assert.InRange(bytes.Length, 4 * values.Length, (4 * values.Length) + 100);
    }

    [Fact]
    public void RoundTrip_SliceOfAnArray_SendsTheSliceAlone()
    {
        var series = new Series
        {
            Channels = [new SeriesChannel("a")],
            Values = new float[10_000].AsMemory(5, 3),
            SamplePeriod = TimeSpan.FromSeconds(1),
        };

        Assert.InRange(Bytes(series).Length, 12, 200);
        Assert.Equal(3, RoundTrip(series).Values.Length);
    }

    [Fact]
    public void RoundTrip_AnswerOfOneExpert_SendsItsOutputOnce()
    {
        var answer = (Answer)Samples.All["answer"];
        var output = new Embedding("clip@1", new float[10_000]);
        answer = answer with { Output = output, Contributions = [answer.Contributions[0], answer.Contributions[0] with { Output = output }] };

        var read = RoundTrip(answer);

        Assert.InRange(Bytes(answer).Length, 40_000, 41_000);
        Assert.Equal(Text(answer), Text(read));
        Assert.Same(read.Contributions[1].Output, read.Output);
    }

    [Fact]
    public void Bytes_ShortRequest_AddsLittleToItsText() =>
        Assert.InRange(Bytes(new Request { Task = ExpertTask.Answer, Inputs = [new TextInput(new string('x', 1024))] }).Length, 1024, 1024 + 80);

    [Fact]
    public void Bytes_ContractType_CarriesItsAliasNotItsName()
    {
        foreach (var (name, sample) in Samples.All)
        {
            var text = System.Text.Encoding.Latin1.GetString(Bytes(sample));

            Assert.True(!text.Contains("IndustrialAgents", StringComparison.Ordinal) && text.Contains("ia.", StringComparison.Ordinal), name);
        }
    }
}
