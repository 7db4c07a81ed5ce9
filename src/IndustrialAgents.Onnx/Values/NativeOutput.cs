using System.Text;

namespace IndustrialAgents.Onnx;

/// <summary>Reads the runtime's values into managed memory.</summary>
internal static unsafe class NativeOutput
{
    /// <summary>Copies a native value; the native one stays the caller's.</summary>
    /// <exception cref="OnnxException">Its kind or element type is not supported, or it is larger than managed memory can hold.</exception>
    public static OnnxValue Read(OrtEnvironment environment, nint value, string name)
    {
        var api = environment.Api;
        var kind = (OnnxValueKind)api.GetInt(OrtSlot.GetValueType, value);
        switch (kind)
        {
            case OnnxValueKind.Tensor:
                return ReadTensor(environment, value, name);
            case OnnxValueKind.Sequence:
                var elements = new OnnxValue[(int)api.Get(OrtSlot.GetValueCount, value)];
                for (var i = 0; i < elements.Length; i++)
                {
                    elements[i] = ReadPart(environment, value, i, name);
                }

                return OnnxValue.FromSequence(elements);
            case OnnxValueKind.Map:
                return OnnxValue.FromMap(new OnnxMap(
                    ReadPart(environment, value, 0, name).AsTensor(), ReadPart(environment, value, 1, name).AsTensor()));
            default:
                throw new OnnxException(OnnxErrorCode.NotImplemented, $"'{name}' is a {kind}, which is not supported as an output");
        }
    }

    private static OnnxValue ReadPart(OrtEnvironment environment, nint value, int index, string name)
    {
        nint part = 0;
        var get = (delegate* unmanaged<nint, int, nint, nint*, nint>)environment.Api[OrtSlot.GetValue];
        environment.Api.Check(get(value, index, environment.Allocator, &part));
        try
        {
            return Read(environment, part, name);
        }
        finally
        {
            environment.Api.ReleaseValue(part);
        }
    }

    private static Tensor ReadTensor(OrtEnvironment environment, nint value, string name)
    {
        var api = environment.Api;
        var (type, shape) = ReadShape(api, value);
        if (type == ElementType.String)
        {
            return Tensor.Create(ReadStrings(api, value, checked((int)shape.ElementCount)), shape);
        }

        if (!Enum.IsDefined(type))
        {
            throw new OnnxException(OnnxErrorCode.NotImplemented, $"'{name}' has elements of ONNX type {(int)type}, which is not supported as an output");
        }

        var length = (Int128)shape.ElementCount * type.SizeInBytes();
        if (length > Array.MaxLength)
        {
            throw new OnnxException($"'{name}' is {type} {shape}, {length} bytes: more than one array holds");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        new ReadOnlySpan<byte>((void*)api.Get(OrtSlot.GetTensorMutableData, value), bytes.Length).CopyTo(bytes);
        return Tensor.Wrap(type, shape, bytes);
    }

    /// <summary>Element type and dimensions of a native tensor.</summary>
    public static (ElementType Type, TensorShape Shape) ReadShape(OrtApi api, nint value)
    {
        var info = api.Get(OrtSlot.GetTensorTypeAndShape, value);
        try
        {
            var rank = (int)api.Get(OrtSlot.GetDimensionsCount, info);
            var dimensions = rank <= 16 ? stackalloc long[rank] : new long[rank];
            fixed (long* d = dimensions)
            {
                api.Check(((delegate* unmanaged<nint, long*, nuint, nint>)api[OrtSlot.GetDimensions])(info, d, (nuint)rank));
            }

            return ((ElementType)api.GetInt(OrtSlot.GetTensorElementType, info), new TensorShape(dimensions));
        }
        finally
        {
            api.Release(OrtSlot.ReleaseTensorTypeAndShapeInfo, info);
        }
    }

    private static string[] ReadStrings(OrtApi api, nint value, int count)
    {
        var result = new string[count];
        if (count == 0)
        {
            return result;
        }

        var content = new byte[(int)api.Get(OrtSlot.GetStringTensorDataLength, value)];
        var starts = new nuint[count];
        fixed (byte* c = content)
        fixed (nuint* s = starts)
        {
            // The function refuses a null buffer even where all strings are empty.
            byte none = 0;
            api.Check(((delegate* unmanaged<nint, byte*, nuint, nuint*, nuint, nint>)api[OrtSlot.GetStringTensorContent])(
                value, content.Length == 0 ? &none : c, (nuint)content.Length, s, (nuint)count));
        }

        for (var i = 0; i < count; i++)
        {
            var end = i + 1 < count ? (int)starts[i + 1] : content.Length;
            result[i] = Encoding.UTF8.GetString(content.AsSpan((int)starts[i]..end));
        }

        return result;
    }
}
