using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;
using IndustrialAgents.Onnx.Graphs.Protocol;

namespace IndustrialAgents.Onnx.Graphs;

/// <summary>Between <see cref="Tensor"/> and ONNX's <c>TensorProto</c>, which stores elements raw, in typed lists, or in a file of its own.</summary>
internal static class TensorCodec
{
    public static TensorProto Encode(string? name, Tensor tensor)
    {
        var proto = new TensorProto { DataType = (int)tensor.ElementType };
        if (name is not null)
        {
            proto.Name = name;
        }

        proto.Dims.AddRange(tensor.Shape.Dimensions.ToArray());
        if (tensor.ElementType == ElementType.String)
        {
            foreach (var text in tensor.Strings.Span)
            {
                proto.StringData.Add(ByteString.CopyFromUtf8(text));
            }
        }
        else
        {
            // A tensor is immutable, so the message may share its bytes.
            proto.RawData = UnsafeByteOperations.UnsafeWrap(tensor.Bytes);
        }

        return proto;
    }

    /// <exception cref="CorruptGraphException">The message is inconsistent, or its file is absent or too short.</exception>
    public static Tensor Decode(TensorProto proto, string? directory)
    {
        var type = TypeOf(proto);
        var shape = ShapeOf(proto);
        if (type == ElementType.Undefined)
        {
            throw new CorruptGraphException($"tensor '{proto.Name}' has elements of ONNX type {proto.DataType}, which no Tensor holds");
        }

        if (IsExternal(proto))
        {
            var length = ExpectedBytes(proto, type, shape);
            return Tensor.Wrap(type, shape, ExternalData.Read(proto, directory, length));
        }

        Validate(proto);
        if (type == ElementType.String)
        {
            return Tensor.Create(proto.StringData.Select(s => s.ToStringUtf8()).ToArray(), shape);
        }

        return Tensor.Wrap(type, shape, StoresRaw(proto, shape) ? proto.RawData.Memory : FromTypedList(proto, type));
    }

    /// <exception cref="CorruptGraphException">The elements present are not those that type and dimensions call for.</exception>
    public static void Validate(TensorProto proto)
    {
        var type = TypeOf(proto);
        var shape = ShapeOf(proto);
        if (IsExternal(proto))
        {
            ExternalData.Validate(proto);
            return;
        }

        if (type == ElementType.Undefined)
        {
            return;
        }

        if (type == ElementType.String)
        {
            RequireCount(proto, shape.ElementCount, proto.StringData.Count, "strings");
        }
        else if (StoresRaw(proto, shape))
        {
            RequireCount(proto, ExpectedBytes(proto, type, shape), proto.RawData.Length, "bytes");
        }
        else
        {
            RequireCount(proto, shape.ElementCount, TypedCount(proto, type), "values");
        }
    }

    public static ElementType TypeOf(TensorProto proto) => TypeOf(proto.DataType);

    public static ElementType TypeOf(int number) =>
        Enum.IsDefined((ElementType)number) ? (ElementType)number : ElementType.Undefined;

    public static bool IsExternal(TensorProto proto) => proto.DataLocation == TensorProto.Types.DataLocation.External;

    /// <exception cref="CorruptGraphException">A dimension is negative or the product too large.</exception>
    public static TensorShape ShapeOf(TensorProto proto)
    {
        try
        {
            return new TensorShape(proto.Dims.ToArray());
        }
        catch (ArgumentException e)
        {
            throw new CorruptGraphException($"tensor '{proto.Name}' has the dimensions [{string.Join(", ", proto.Dims)}]", e);
        }
    }

    private static bool StoresRaw(TensorProto proto, TensorShape shape) => proto.HasRawData || shape.ElementCount == 0;

    private static long ExpectedBytes(TensorProto proto, ElementType type, TensorShape shape)
    {
        var bytes = (Int128)shape.ElementCount * type.SizeInBytes();
        return bytes <= Array.MaxLength
            ? (long)bytes
            : throw new CorruptGraphException($"tensor '{proto.Name}' {type} {shape} would take {bytes} bytes, more than one tensor may");
    }

    private static void RequireCount(TensorProto proto, long expected, long actual, string what)
    {
        if (expected != actual)
        {
            throw new CorruptGraphException($"tensor '{proto.Name}' [{string.Join(", ", proto.Dims)}] has {actual} {what}, not {expected}");
        }
    }

    private static int TypedCount(TensorProto proto, ElementType type) => type switch
    {
        ElementType.Float32 => proto.FloatData.Count,
        ElementType.Float64 => proto.DoubleData.Count,
        ElementType.Int64 => proto.Int64Data.Count,
        ElementType.UInt32 or ElementType.UInt64 => proto.Uint64Data.Count,
        _ => proto.Int32Data.Count,
    };

    private static byte[] FromTypedList(TensorProto proto, ElementType type) => type switch
    {
        ElementType.Float32 => MemoryMarshal.AsBytes<float>(proto.FloatData.ToArray()).ToArray(),
        ElementType.Float64 => MemoryMarshal.AsBytes<double>(proto.DoubleData.ToArray()).ToArray(),
        ElementType.Int64 => MemoryMarshal.AsBytes<long>(proto.Int64Data.ToArray()).ToArray(),
        ElementType.UInt64 => MemoryMarshal.AsBytes<ulong>(proto.Uint64Data.ToArray()).ToArray(),
        ElementType.UInt32 => Narrow(proto.Uint64Data, 4),
        _ => Narrow(proto.Int32Data.Select(v => (ulong)(long)v).ToArray(), type.SizeInBytes()),
    };

    // The lists widen small types; the low bytes are the element.
    private static byte[] Narrow(IList<ulong> values, int size)
    {
        var bytes = new byte[values.Count * size];
        Span<byte> wide = stackalloc byte[8];
        for (var i = 0; i < values.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(wide, values[i]);
            wide[..size].CopyTo(bytes.AsSpan(i * size));
        }

        return bytes;
    }
}
