using System.Runtime.InteropServices;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>Every element type, of every kind of shape, through a model that gives back what it gets.</summary>
public sealed class ElementTypeRunTests
{
    public static TheoryData<ElementType> Numeric =>
        [.. Enum.GetValues<ElementType>().Where(type => type is not (ElementType.Undefined or ElementType.String))];

    [Theory]
    [MemberData(nameof(Numeric))]
    public void Run_IdentityOfEveryType_GivesTheSameBytes(ElementType type)
    {
        using var session = OnnxSession.Load(TestModels.Identity(type, "n", 3));
        Assert.Equal(type, session.Inputs[0].ElementType);
        foreach (var rows in (long[])[0, 1, 5])
        {
            var tensor = Random(type, rows, 3);
            Assert.Equal(tensor, Run(session, tensor));
        }
    }

    [Theory]
    [MemberData(nameof(Numeric))]
    public void Run_ScalarOfEveryType_GivesTheSameBytes(ElementType type)
    {
        using var session = OnnxSession.Load(TestModels.Identity(type));
        Assert.Equal([], session.Inputs[0].Dimensions!);
        var tensor = Random(type);
        Assert.Equal(tensor, Run(session, tensor));
    }

    [Theory]
    [MemberData(nameof(Numeric))]
    public void Run_BytesOffTheirBoundary_GivesTheSameBytes(ElementType type)
    {
        using var session = OnnxSession.Load(TestModels.Identity(type, "n", 3));
        var tensor = Random(type, 4, 3);
        byte[] shifted = [0, .. tensor.Bytes.Span];
        Assert.Equal(tensor, Run(session, Tensor.Wrap(type, tensor.Shape, shifted.AsMemory(1))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(40_003)]
    public void Run_SumsOfValuesElsewhereInMemory_GivesTheSameBits(int count)
    {
        var graph = new GraphBuilder("mean");
        var mean = graph.ReduceMean(graph.Input("x", ElementType.Float32, count));
        using var session = OnnxSession.Load(graph.Output("y", mean, ElementType.Float32, 1).Build().ToBytes());
        var random = new Random(count);
        var values = new float[count];
        Array.ConvertAll(values, _ => random.NextSingle()).CopyTo(values, 0);
        var expected = Run(session, Tensor.Create(values, new TensorShape(count)));

        // An array that does not move, so that a step of its elements is one of its memory: every boundary of 4 bytes within 64, and one off it.
        var memory = GC.AllocateUninitializedArray<byte>((4 * count) + 128, pinned: true);
        foreach (var offset in Enumerable.Range(0, 16).Select(step => 4 * step).Append(33))
        {
            MemoryMarshal.AsBytes<float>(values).CopyTo(memory.AsSpan(offset));
            var answer = Run(session, Tensor.Wrap(ElementType.Float32, new TensorShape(count), memory.AsMemory(offset, 4 * count)));
            Assert.Equal(BitConverter.SingleToInt32Bits(expected.AsSpan<float>()[0]), BitConverter.SingleToInt32Bits(answer.AsSpan<float>()[0]));
        }
    }

    [Fact]
    public void Run_Strings_GivesTheSameStrings()
    {
        using var session = OnnxSession.Load(TestModels.Identity(ElementType.String, "n"));
        string[] strings = ["", "pump P-101", "größer", "泵", "🔧", ""];
        Assert.Equal(strings, Run(session, Tensor.Create(strings, new TensorShape(6))).Strings.ToArray());
        Assert.Equal([""], Run(session, Tensor.Create((string[])[""], new TensorShape(1))).Strings.ToArray());
        Assert.Empty(Run(session, Tensor.Create(Array.Empty<string>(), new TensorShape(0))).Strings.ToArray());
    }

    [Fact]
    public void Run_StringWithZeroCharacter_IsRefused()
    {
        using var session = OnnxSession.Load(TestModels.Identity(ElementType.String, "n"));
        var exception = Assert.Throws<OnnxException>(() => Run(session, Tensor.Create((string[])["a\0b"], new TensorShape(1))));
        Assert.Contains("zero character", exception.Message, StringComparison.Ordinal);
    }

    private static Tensor Run(OnnxSession session, Tensor tensor) =>
        session.Run(new Dictionary<string, Tensor> { ["x"] = tensor }, TestContext.Current.CancellationToken)["y"];

    private static Tensor Random(ElementType type, params ReadOnlySpan<long> dimensions)
    {
        var shape = new TensorShape(dimensions);
        var bytes = new byte[shape.ElementCount * type.SizeInBytes()];
        new Random((int)type).NextBytes(bytes);
        if (type == ElementType.Bool)
        {
            bytes = [.. bytes.Select(value => (byte)(value & 1))];
        }

        return Tensor.Wrap(type, shape, bytes);
    }
}
