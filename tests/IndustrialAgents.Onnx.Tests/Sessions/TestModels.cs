using Google.Protobuf;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>
/// Small models. Those with sequences and maps, whose types the graph writer does not write, are encoded field by field; the numbers are
/// those of onnx.proto.
/// </summary>
internal static class TestModels
{
    /// <summary>Gives its input <c>x</c> back as <c>y</c>.</summary>
    public static byte[] Identity(ElementType type, params GraphDimension[] dimensions)
    {
        var graph = new GraphBuilder("identity");
        var x = graph.Input("x", type, dimensions);
        return graph.Output("y", graph.Identity(x), type, dimensions).Build().ToBytes();
    }

    /// <summary>Multiplies <c>x</c> [size, size] by 0.5 I again and again: long enough to be interrupted.</summary>
    public static byte[] Slow(int size, int steps)
    {
        var weights = new float[size * size];
        for (var i = 0; i < size; i++)
        {
            weights[(i * size) + i] = 0.5f;
        }

        var graph = new GraphBuilder("slow");
        var value = graph.Input("x", ElementType.Float32, size, size);
        var half = graph.Initializer("half", weights, size, size);
        for (var i = 0; i < steps; i++)
        {
            value = graph.MatMul(value, half);
        }

        return graph.Output("y", value, ElementType.Float32, size, size).Build().ToBytes();
    }

    /// <summary>Scores <c>x</c> [n, 2] to a sequence of maps from labels to Float32: ZipMap, as scikit-learn's classifiers end.</summary>
    public static byte[] ZipMap(bool stringLabels) => Model(
        "ai.onnx.ml",
        Node(
            "ZipMap", "ai.onnx.ml", ["x"], "y",
            stringLabels ? Strings("classlabels_strings", "worn", "good") : Integers("classlabels_int64s", 7, 9)),
        Value("x", TensorType(1, null, 2)),
        Value("y", Field(4, Field(1, Field(5, Join(Varint(1, stringLabels ? 8ul : 7ul), Field(2, TensorType(1))))))));

    /// <summary>A map <c>x</c> from strings to Float32 as a row <c>y</c> of the vocabulary "a", "b", "c".</summary>
    public static byte[] DictVectorizer() => Model(
        "ai.onnx.ml",
        Node("DictVectorizer", "ai.onnx.ml", ["x"], "y", Strings("string_vocabulary", "a", "b", "c")),
        Value("x", Field(5, Join(Varint(1, 8), Field(2, TensorType(1))))),
        Value("y", TensorType(1, 1, 3)));

    /// <summary>Joins a sequence <c>x</c> of Float32 [n] to one tensor <c>y</c>.</summary>
    public static byte[] ConcatSequence() => Model(
        "",
        Node("ConcatFromSequence", "", ["x"], "y", Join(Field(1, "axis"), Varint(3, 0), Varint(20, 2))),
        Value("x", Field(4, Field(1, TensorType(1, (long?)null)))),
        Value("y", TensorType(1, (long?)null)));

    /// <summary>Writes a model that multiplies <c>x</c> [1, size] by a matrix <c>w</c> [size, size] of zeros, which the file leaves out as a hole.</summary>
    public static void WriteLarge(string path, int size)
    {
        var bytes = (long)size * size * sizeof(float);
        var tensor = Join(Varint(1, (ulong)size), Varint(1, (ulong)size), Varint(2, 1), Field(8, "w"), Head(9, bytes));
        var graph = Join(
            Field(1, Join(Field(1, "x"), Field(1, "w"), Field(2, "y"), Field(4, "MatMul"))),
            Field(2, "large"),
            Field(11, Value("x", TensorType(1, 1, size))),
            Field(12, Value("y", TensorType(1, 1, size))),
            Head(5, tensor.Length + bytes),
            tensor);
        using var file = File.Create(path);
        file.Write(Join(Varint(1, 8), Field(8, Join(Field(1, ""), Varint(2, 18))), Head(7, graph.Length + bytes), graph));
        file.SetLength(file.Length + bytes);
    }

    private static byte[] Model(string domain, byte[] node, byte[] input, byte[] output) => Join(
        Varint(1, 8),
        Field(7, Join(Field(1, node), Field(2, "test"), Field(11, input), Field(12, output))),
        Field(8, Join(Field(1, ""), Varint(2, 18))),
        domain.Length == 0 ? [] : Field(8, Join(Field(1, domain), Varint(2, 3))));

    private static byte[] Node(string type, string domain, string[] inputs, string output, byte[] attribute) => Join(
        Join([.. inputs.Select(input => Field(1, input))]), Field(2, output), Field(4, type), Field(5, attribute), Field(7, domain));

    private static byte[] Strings(string name, params string[] values) =>
        Join(Field(1, name), Join([.. values.Select(value => Field(9, value))]), Varint(20, 8));

    private static byte[] Integers(string name, params ulong[] values) =>
        Join(Field(1, name), Join([.. values.Select(value => Varint(8, value))]), Varint(20, 7));

    private static byte[] Value(string name, byte[] type) => Join(Field(1, name), Field(2, type));

    private static byte[] TensorType(ulong type, params long?[] dimensions) => Field(1, Join(
        Varint(1, type),
        Field(2, Join([.. dimensions.Select(length => Field(1, length is { } known ? Varint(1, (ulong)known) : Field(2, "n")))]))));

    private static byte[] Field(int number, string text) => Field(number, System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] content) => Write(output =>
    {
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(content));
    });

    /// <summary>Tag and length of a field whose content follows elsewhere.</summary>
    private static byte[] Head(int number, long length) => Write(output =>
    {
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteUInt64((ulong)length);
    });

    private static byte[] Varint(int number, ulong value) => Write(output =>
    {
        output.WriteTag(number, WireFormat.WireType.Varint);
        output.WriteUInt64(value);
    });

    private static byte[] Write(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            write(output);
        }

        return stream.ToArray();
    }

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
