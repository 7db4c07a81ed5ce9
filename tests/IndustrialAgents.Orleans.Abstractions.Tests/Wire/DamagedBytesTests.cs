using System.Buffers;
using IndustrialAgents.Orleans.Wire;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Session;
using Orleans.Serialization.TypeSystem;
using Orleans.Serialization.WireProtocol;
using static IndustrialAgents.Orleans.Abstractions.Tests.Wire.Wired;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

public sealed class DamagedBytesTests
{
    private const int Mutations = 400;

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void Read_MutatedBytes_IsAValueOrATypedErrorWithoutMuchMemory(string name)
    {
        var type = Samples.All[name].GetType();
        var bytes = ArgumentBytes(Samples.All[name]);
        for (var seed = 0; seed < Mutations; seed++)
        {
            var mutated = Mutation.Of(bytes, new Random(seed));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var value = ReadOrError(type, mutated);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.True(allocated < 1 << 20, $"seed {seed}: {allocated} bytes for a message of {mutated.Length}");
            if (value is not null and not Exception)
            {
                // A value that came through is whole: all of it can be read and sent on.
                ArgumentBytes(value);
            }
        }
    }

    [Fact]
    public void Read_TensorWhoseBytesDoNotFit_SaysWhatDoesNot()
    {
        var error = Assert.Throws<MalformedMessageException>(
            () => new TensorWire { ElementType = (int)ElementType.Float32, Shape = new(new long[] { 2, 3 }), Bytes = new(new byte[12]) }.ToValue());

        Assert.Equal("Tensor", error.Type);
        Assert.Contains("12 bytes do not fill a tensor Float32 [2, 3], which takes 24", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElementType.Float32, -1, 0)]
    [InlineData(ElementType.Float32, long.MaxValue, 0)]
    [InlineData(ElementType.Undefined, 0, 0)]
    [InlineData((ElementType)99, 1, 4)]
    [InlineData(ElementType.String, 1, 0)]
    [InlineData(ElementType.Bool, 2, 2)]
    public void Read_TensorThatIsNone_IsMalformed(ElementType type, long dimension, int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(7);

        Assert.Throws<MalformedMessageException>(
            () => new TensorWire { ElementType = (int)type, Shape = new(new[] { dimension, dimension }), Bytes = new(bytes) }.ToValue());
    }

    [Fact]
    public void Read_MemberThatIsMissing_IsNamed()
    {
        var error = Assert.Throws<MalformedMessageException>(() => default(DecisionWire).ToValue());

        Assert.Equal("Decision", error.Type);
        Assert.Contains("Id is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NamesThatAreNone_AreMalformed()
    {
        Assert.Throws<MalformedMessageException>(() => new ExpertIdWire { Value = "no version" }.ToValue());
        Assert.Throws<MalformedMessageException>(() => new AssetPathWire { Value = "a//b" }.ToValue());
        Assert.Throws<MalformedMessageException>(() => new ManifestWire { Json = new("{}"u8.ToArray()) }.ToValue());
        Assert.Throws<MalformedMessageException>(() => new ManifestWire { Json = new("null"u8.ToArray()) }.ToValue());
    }

    // Orleans' own codecs follow references, also from one part of a tree to the tree, and never end with an abstract type.
    [Fact]
    public void Read_ReferenceToAnObject_IsMalformed() =>
        Assert.Throws<MalformedMessageException>(() => ReadArgument(typeof(Answer), [(byte)WireType.Reference, 3]));

    [Theory]
    [InlineData(typeof(Answer))]
    [InlineData(typeof(ExpertOutput))]
    public void Read_AnotherTypeInItsPlace_IsMalformed(Type type)
    {
        Assert.Throws<MalformedMessageException>(() => ReadArgument(type, Bytes(Samples.All["request"])));
        Assert.Throws<MalformedMessageException>(() => ReadArgument(type, TypeNamed("ia.router")));
        Assert.Throws<MalformedMessageException>(() => ReadArgument(typeof(ExpertOutput), TypeNamed("IndustrialAgents.ExpertOutput,IndustrialAgents.Abstractions")));
    }

    [Fact]
    public void Read_ContributionsNestedBeyondTheStack_IsAnError()
    {
        var nested = new Contribution { Expert = new ExpertId("a", "1"), Status = ContributionStatus.Answered };
        for (var i = 0; i < 20_000; i++)
        {
            nested = nested with { Parts = [nested] };
        }

        Assert.Throws<InsufficientExecutionStackException>(() => Bytes(nested));
        byte[] bytes = [];
        var deep = new Thread(() => bytes = Bytes(nested), 512 << 20);
        deep.Start();
        deep.Join();

        Assert.NotEmpty(bytes);
        Assert.Throws<InsufficientExecutionStackException>(() => Read(bytes));
    }

    // An empty object under the name of a type.
    private static byte[] TypeNamed(string name)
    {
        using var session = Services.GetRequiredService<SerializerSessionPool>().GetSession();
        var buffer = new ArrayBufferWriter<byte>();
        var writer = Writer.Create(buffer, session);
        writer.WriteStartObject(0, typeof(object), Services.GetRequiredService<TypeConverter>().Parse(name));
        writer.WriteEndObject();
        writer.Commit();
        return buffer.WrittenSpan.ToArray();
    }

    private static object? ReadOrError(Type type, byte[] bytes)
    {
        try
        {
            return ReadArgument(type, bytes);
        }
        catch (Exception e) when (e
            is not NullReferenceException
            and not OutOfMemoryException
            and not AccessViolationException)
        {
            return e;
        }
    }
}
