using IndustrialAgents.Orleans.Wire;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using static IndustrialAgents.Orleans.Abstractions.Tests.Wire.Wired;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

public sealed class SharingTests
{
    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void Copy_WithinASilo_IsTheValueItself(string name)
    {
        var sample = Samples.All[name];

        var copy = Services.GetRequiredService<DeepCopier>().Copy(sample);

        Assert.Same(sample, copy);
    }

    [Fact]
    public void Copy_OfTypeThatIsAbstract_IsTheValueItself()
    {
        var input = (RequestInput)Samples.All["text input"];
        var output = (ExpertOutput)Samples.All["forecast"];

        Assert.Same(input, Services.GetRequiredService<DeepCopier<RequestInput>>().Copy(input));
        Assert.Same(output, Services.GetRequiredService<DeepCopier<ExpertOutput>>().Copy(output));
    }

    [Fact]
    public void Copy_LargeRequest_AllocatesNothingForIt()
    {
        var copier = Services.GetRequiredService<DeepCopier<Request>>();
        var request = new Request { Task = ExpertTask.Classify, Inputs = [new TensorInput(Tensor.Create(new float[262_144], 262_144))] };
        copier.Copy(request);

        var before = GC.GetAllocatedBytesForCurrentThread();
        copier.Copy(request);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256);
    }

    [Fact]
    public void WireForm_OfMemory_SharesIt()
    {
        var tensor = (Tensor)Samples.All["tensor"];
        var series = (Series)Samples.All["series"];

        Assert.True(tensor.Bytes.Equals(TensorWire.From(tensor).ToValue().Bytes));
        Assert.True(series.Values.Equals(SeriesWire.From(series).ToValue().Values));
        Assert.Same(series.Channels, SeriesWire.From(series).ToValue().Channels);
    }

    [Fact]
    public void Packed_OfAWholeArray_IsTheArray()
    {
        var array = new double[] { 1, 2 };

        Assert.Same(array, Packed<double>.Of(array).ToArray());
        Assert.NotSame(array, new Packed<double>(array.AsMemory(1)).ToArray());
    }
}
