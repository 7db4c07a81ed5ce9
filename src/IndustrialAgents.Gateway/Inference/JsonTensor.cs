using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>
/// Reads the <c>data</c> of a tensor, a JSON array that is flat or nested as the shape, straight into the tensor's memory. A general JSON reader
/// takes several times as long on such arrays, and they are nearly all of an inference request.
/// </summary>
internal static class JsonTensor
{
    private static readonly SearchValues<byte> ValueEnds = SearchValues.Create(",] \n\r\t"u8);

    // Looked up once a tensor; the loop over its elements is compiled for each type.
    private static readonly Dictionary<ElementType, Reader> Readers = new()
    {
        [ElementType.Float32] = Read<float, Float32Parser>,
        [ElementType.Float64] = Read<double, Float64Parser>,
        [ElementType.Float16] = Read<Half, Float16Parser>,
        [ElementType.BFloat16] = Read<ushort, BFloat16Parser>,
        [ElementType.Bool] = Read<byte, BoolParser>,
        [ElementType.UInt8] = Read<byte, IntegerParser<byte>>,
        [ElementType.Int8] = Read<sbyte, IntegerParser<sbyte>>,
        [ElementType.UInt16] = Read<ushort, IntegerParser<ushort>>,
        [ElementType.Int16] = Read<short, IntegerParser<short>>,
        [ElementType.UInt32] = Read<uint, IntegerParser<uint>>,
        [ElementType.Int32] = Read<int, IntegerParser<int>>,
        [ElementType.UInt64] = Read<ulong, IntegerParser<ulong>>,
        [ElementType.Int64] = Read<long, IntegerParser<long>>,
    };

    private delegate void Reader(ReadOnlySpan<byte> json, ref int position, TensorShape shape, Span<byte> destination, int input, string type);

    /// <summary>Reads an array of numbers or truth values.</summary>
    /// <param name="json">The whole JSON text.</param>
    /// <param name="position">Where the array begins, white space allowed; moved behind it.</param>
    /// <param name="type">Type of the elements; not string.</param>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="destination">As many bytes as the tensor has.</param>
    /// <param name="input">Index of the input, for messages.</param>
    /// <exception cref="InvalidRequestException">The array is malformed, or not of this type and shape.</exception>
    public static void Read(ReadOnlySpan<byte> json, ref int position, ElementType type, TensorShape shape, Span<byte> destination, int input)
    {
        if (!Readers.TryGetValue(type, out var read))
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "not a type of numbers");
        }

        read(json, ref position, shape, destination, input, DataType.NameOf(type)!);
    }

    private static void Read<T, TParser>(
        ReadOnlySpan<byte> json, ref int position, TensorShape shape, Span<byte> destination, int input, string type)
        where T : unmanaged
        where TParser : struct, IElementParser<T>
    {
        var elements = MemoryMarshal.Cast<byte, T>(destination);
        var nesting = new TensorNesting(shape, input, stackalloc long[TensorNesting.MaxRank + 1]);
        var at = position;
        var count = 0;
        RequireArray(json, ref at, input);
        nesting.Open();
        var next = SkipWhiteSpace(json, ref at, input);
        while (true)
        {
            // At the start of a value, or of the end of an empty array.
            while (next == '[')
            {
                at++;
                nesting.Open();
                next = SkipWhiteSpace(json, ref at, input);
            }

            if (next != ']')
            {
                nesting.Leaf();
                var first = count;
                next = ReadRun<T, TParser>(json, ref at, ref nesting, elements, ref count, shape, input, type);
                nesting.Leaves(count - first - 1);
            }

            // Behind a value: arrays that end here, then a comma, or the end of all.
            do
            {
                if (next != ']')
                {
                    throw Invalid(input, $"has {Excerpt(json[at..])} where ',' or ']' belongs, behind element {count - 1}");
                }

                at++;
                if (nesting.Close())
                {
                    nesting.Complete(count);
                    position = at;
                    return;
                }

                next = SkipWhiteSpace(json, ref at, input);
            }
            while (next != ',');

            at++;
            next = SkipWhiteSpace(json, ref at, input);
            if (next == ']')
            {
                throw Invalid(input, $"has a comma without a value behind element {count - 1}");
            }
        }
    }

    /// <summary>Reads values up to one that no comma follows; returns what follows.</summary>
    private static byte ReadRun<T, TParser>(
        ReadOnlySpan<byte> json, ref int position, ref TensorNesting nesting, Span<T> elements, ref int read, TensorShape shape, int input, string type)
        where T : unmanaged
        where TParser : struct, IElementParser<T>
    {
        var at = position;
        var count = read;
        while (true)
        {
            if (count == elements.Length)
            {
                throw Invalid(input, $"has more values than the {elements.Length} of shape {shape}");
            }

            if (!TParser.TryParse(json, ref at, out elements[count]))
            {
                throw Invalid(input, $"element {count} is {Excerpt(json[at..])}, which is no {type} value in JSON");
            }

            count++;
            var next = SkipWhiteSpace(json, ref at, input);
            if (next != ',')
            {
                position = at;
                read = count;
                return next;
            }

            at++;
            next = SkipWhiteSpace(json, ref at, input);
            if (next == ']')
            {
                throw Invalid(input, $"has a comma without a value behind element {count - 1}");
            }

            if (next == '[')
            {
                // Always refused behind a value, with the reason.
                nesting.Open();
            }
        }
    }

    private static void RequireArray(ReadOnlySpan<byte> json, ref int at, int input)
    {
        if (SkipWhiteSpace(json, ref at, input) != '[')
        {
            throw Invalid(input, $"is {Excerpt(json[at..])}; it must be an array");
        }

        at++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte SkipWhiteSpace(ReadOnlySpan<byte> json, ref int at, int input) =>
        (uint)at < (uint)json.Length && json[at] > ' ' ? json[at] : SkipMoreWhiteSpace(json, ref at, input);

    private static byte SkipMoreWhiteSpace(ReadOnlySpan<byte> json, ref int at, int input)
    {
        while ((uint)at < (uint)json.Length)
        {
            var c = json[at];
            if (c is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return c;
            }

            at++;
        }

        throw Invalid(input, "ends in the middle; the body is truncated");
    }

    private static InvalidRequestException Invalid(int input, string message) => new($"inputs[{input}].data", message);

    private static string Excerpt(ReadOnlySpan<byte> json)
    {
        const int Longest = 24;
        var end = json.IndexOfAny(ValueEnds);
        var length = Math.Min(end <= 0 ? json.Length : end, Longest);
        return $"'{string.Create(length, json[..length], (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = bytes[i] is > 31 and < 127 ? (char)bytes[i] : '?';
            }
        })}'";
    }
}
