using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests.Graphs;

public sealed class GraphTensorDataTests
{
    public static TheoryData<ElementType> FixedSizeTypes => [.. Enum.GetValues<ElementType>().Where(t => t is not (ElementType.Undefined or ElementType.String))];

    [Theory]
    [MemberData(nameof(FixedSizeTypes))]
    public void Initializer_OfType_ReadsBackBitForBit(ElementType type) =>
        Prop.ForAll<byte[], byte>((bytes, rows) =>
        {
            var size = type.SizeInBytes();
            var count = bytes.Length / size;
            TensorShape shape = rows % 2 == 0 ? new(count) : new(count, 1, 1);
            var tensor = Tensor.Wrap(type, shape, bytes.AsMemory(0, count * size));
            return RoundTrip(tensor).Equals(tensor);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Initializer_OfStrings_ReadsBack() =>
        Prop.ForAll<NonNull<string>[]>(texts =>
        {
            var wellFormed = texts.Select(t => t.Get).Where(t => !t.Any(char.IsSurrogate)).ToArray();
            var tensor = Tensor.Create(wellFormed, new TensorShape(wellFormed.Length));
            return RoundTrip(tensor).Equals(tensor);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Initializer_Scalar_ReadsBack() => Assert.Equal(Tensor.Create([5f]), RoundTrip(Tensor.Create([5f])));

    // The lists that some writers use in place of raw bytes, with the field numbers of TensorProto.
    [Fact]
    public void ReadInitializer_TypedLists_ReadsEveryType()
    {
        AssertTyped(ElementType.Float32, [1.5f, -2], 4, o => WritePacked(o, 4, MemoryMarshal.AsBytes<float>([1.5f, -2])));
        AssertTyped(ElementType.Float64, [1.5, -2], 10, o => WritePacked(o, 10, MemoryMarshal.AsBytes<double>([1.5, -2])));
        AssertTyped(ElementType.Int64, [-1L, long.MaxValue], 7, o => WriteVarints(o, 7, -1, long.MaxValue));
        AssertTyped(ElementType.UInt64, [1UL, ulong.MaxValue], 11, o => WriteVarints(o, 11, 1, -1));
        AssertTyped(ElementType.UInt32, [1U, uint.MaxValue], 11, o => WriteVarints(o, 11, 1, uint.MaxValue));
        AssertTyped(ElementType.Int32, [-1, int.MinValue], 5, o => WriteVarints(o, 5, -1, int.MinValue));
        AssertTyped(ElementType.Int16, [(short)-1, (short)7], 5, o => WriteVarints(o, 5, -1, 7));
        AssertTyped(ElementType.UInt16, [(ushort)65535, (ushort)7], 5, o => WriteVarints(o, 5, 65535, 7));
        AssertTyped(ElementType.Int8, [(sbyte)-1, (sbyte)7], 5, o => WriteVarints(o, 5, -1, 7));
        AssertTyped(ElementType.UInt8, [(byte)255, (byte)7], 5, o => WriteVarints(o, 5, 255, 7));
        AssertTyped(ElementType.Bool, [true, false], 5, o => WriteVarints(o, 5, 1, 0));
        AssertTyped(ElementType.Float16, [(Half)1, (Half)(-2)], 5, o => WriteVarints(o, 5, 0x3C00, 0xC000));
    }

    private static Tensor RoundTrip(Tensor tensor)
    {
        var graph = new GraphBuilder("g");
        graph.Output(graph.Initializer("w", tensor), tensor.ElementType);
        return OnnxGraph.Read(graph.Build().ToBytes()).ReadInitializer("w");
    }

    private static void AssertTyped<T>(ElementType type, T[] expected, int field, Action<CodedOutputStream> data)
        where T : unmanaged
    {
        Assert.InRange(field, 4, 11);
        var tensor = Message(o =>
        {
            WriteVarints(o, 1, expected.Length);
            WriteInt(o, 2, (int)type);
            data(o);
            o.WriteTag(8, WireFormat.WireType.LengthDelimited);
            o.WriteString("w");
        });
        var model = Message(o =>
        {
            WriteInt(o, 1, 8);
            WriteBytes(o, 7, Message(g => WriteBytes(g, 5, tensor)));
            WriteBytes(o, 8, Message(s => WriteInt(s, 2, 18)));
        });

        Assert.Equal(Tensor.Create(expected, expected.Length), OnnxGraph.Read(model).ReadInitializer("w"));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
        {
            write(output);
        }

        return memory.ToArray();
    }

    private static void WriteInt(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void WriteBytes(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    }

    private static void WritePacked(CodedOutputStream output, int field, ReadOnlySpan<byte> value) => WriteBytes(output, field, value.ToArray());

    private static void WriteVarints(CodedOutputStream output, int field, params long[] values) =>
        WriteBytes(output, field, Message(o =>
        {
            foreach (var value in values)
            {
                o.WriteInt64(value);
            }
        }));
}
