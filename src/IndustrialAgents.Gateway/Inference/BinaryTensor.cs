using System.Buffers.Binary;
using System.Text;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Tensors as binary data: little-endian, row-major, no padding; a string is its length in 4 bytes and its UTF-8 text.</summary>
internal static class BinaryTensor
{
    private const int LengthPrefix = 4;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A tensor over binary data, which is not copied unless its memory is not aligned for its type.</summary>
    /// <exception cref="InvalidRequestException">The data does not fill the tensor, or has values that its type does not.</exception>
    public static Tensor Read(ReadOnlyMemory<byte> data, ElementType type, TensorShape shape, InferRequest request, int input)
    {
        if (type == ElementType.String)
        {
            return ReadStrings(data.Span, shape, input);
        }

        var size = type.SizeInBytes();
        ModelFit.Refuse(
            data.Length != (Int128)shape.ElementCount * size,
            $"inputs[{input}].parameters.binary_data_size",
            $"{data.Length} bytes; {DataType.NameOf(type)} {shape} takes {(Int128)shape.ElementCount * size}");
        ModelFit.Refuse(
            type == ElementType.Bool && data.Span.ContainsAnyExcept((byte)0, (byte)1), $"inputs[{input}]", "has a BOOL that is neither 0 nor 1");
        var odd = Finiteness.FirstNotFinite(type, data.Span);
        ModelFit.Refuse(odd >= 0, $"inputs[{input}]", $"element {odd} of the binary data is not a finite number");
        if (!IsAligned(data.Span, size))
        {
            var copy = request.Rent(data.Length);
            data.CopyTo(copy);
            data = copy;
        }

        return Tensor.Wrap(type, shape, data);
    }

    /// <summary>Bytes that a tensor takes as binary data.</summary>
    public static long SizeOf(Tensor tensor)
    {
        if (tensor.ElementType != ElementType.String)
        {
            return tensor.Bytes.Length;
        }

        long size = 0;
        foreach (var text in tensor.Strings.Span)
        {
            size += LengthPrefix + Utf8.GetByteCount(text);
        }

        return size;
    }

    /// <summary>Writes a tensor as binary data.</summary>
    public static void Write(Tensor tensor, PooledWriter writer)
    {
        if (tensor.ElementType != ElementType.String)
        {
            writer.Write(tensor.Bytes.Span);
            return;
        }

        foreach (var text in tensor.Strings.Span)
        {
            var length = Utf8.GetByteCount(text);
            BinaryPrimitives.WriteInt32LittleEndian(writer.Take(LengthPrefix), length);
            Utf8.GetBytes(text, writer.Take(length));
        }
    }

    private static Tensor ReadStrings(ReadOnlySpan<byte> data, TensorShape shape, int input)
    {
        var field = $"inputs[{input}]";
        ModelFit.Refuse(
            shape.ElementCount > data.Length / LengthPrefix, field, $"{data.Length} bytes of binary data are too few for the {shape.ElementCount} strings of shape {shape}");
        var values = new string[shape.ElementCount];
        for (var i = 0; i < values.Length; i++)
        {
            ModelFit.Refuse(data.Length < LengthPrefix, field, $"the binary data ends before string {i}");
            var length = BinaryPrimitives.ReadUInt32LittleEndian(data);
            data = data[LengthPrefix..];
            ModelFit.Refuse(length > data.Length, field, $"string {i} has {length} bytes; the binary data has {data.Length} left");
            try
            {
                values[i] = Utf8.GetString(data[..(int)length]);
            }
            catch (DecoderFallbackException e)
            {
                throw new InvalidRequestException(field, $"string {i} of the binary data is not UTF-8", e);
            }

            data = data[(int)length..];
        }

        ModelFit.Refuse(!data.IsEmpty, field, $"has {data.Length} bytes of binary data behind its last string");
        return Tensor.Create(values, shape);
    }

    private static unsafe bool IsAligned(ReadOnlySpan<byte> data, int size)
    {
        // Where the memory lies may change before it is used, but arrays move in whole words only.
        fixed (byte* start = data)
        {
            return (nuint)start % (nuint)size == 0;
        }
    }
}
