using System.Runtime.InteropServices;

namespace IndustrialAgents.Onnx;

/// <summary>Reads what a loaded model declares: inputs, outputs and metadata.</summary>
internal static unsafe class SessionInspector
{
    /// <summary>Reads the inputs, outputs or overridable initializers.</summary>
    public static OnnxValueInfo[] ReadValues(OrtEnvironment environment, nint session, OrtSlot count, OrtSlot name, OrtSlot type)
    {
        var api = environment.Api;
        var result = new OnnxValueInfo[(int)api.Get(count, session)];
        var getName = (delegate* unmanaged<nint, nuint, nint, nint*, nint>)api[name];
        for (var i = 0; i < result.Length; i++)
        {
            nint text = 0;
            api.Check(getName(session, (nuint)i, environment.Allocator, &text));
            var valueName = environment.TakeString(text);
            var info = api.Get(type, session, i);
            try
            {
                result[i] = ReadType(api, info, valueName);
            }
            finally
            {
                api.Release(OrtSlot.ReleaseTypeInfo, info);
            }
        }

        return result;
    }

    /// <summary>Reads the model's metadata.</summary>
    public static ModelMetadata ReadMetadata(OrtEnvironment environment, nint session)
    {
        var api = environment.Api;
        var metadata = api.Get(OrtSlot.SessionGetModelMetadata, session);
        try
        {
            long version = 0;
            api.Check(((delegate* unmanaged<nint, long*, nint>)api[OrtSlot.ModelMetadataGetVersion])(metadata, &version));
            return new ModelMetadata
            {
                Producer = Text(OrtSlot.ModelMetadataGetProducerName),
                GraphName = Text(OrtSlot.ModelMetadataGetGraphName),
                GraphDescription = Text(OrtSlot.ModelMetadataGetGraphDescription),
                Domain = Text(OrtSlot.ModelMetadataGetDomain),
                Description = Text(OrtSlot.ModelMetadataGetDescription),
                Version = version,
                Custom = ReadCustom(environment, metadata),
            };
        }
        finally
        {
            api.Release(OrtSlot.ReleaseModelMetadata, metadata);
        }

        string Text(OrtSlot function) => environment.TakeString(api.Get(function, metadata, environment.Allocator));
    }

    private static Dictionary<string, string> ReadCustom(OrtEnvironment environment, nint metadata)
    {
        var api = environment.Api;
        nint* keys = null;
        long count = 0;
        api.Check(((delegate* unmanaged<nint, nint, nint**, long*, nint>)api[OrtSlot.ModelMetadataGetCustomMetadataMapKeys])(
            metadata, environment.Allocator, &keys, &count));
        var lookup = (delegate* unmanaged<nint, nint, nint, nint*, nint>)api[OrtSlot.ModelMetadataLookupCustomMetadataMap];
        var result = new Dictionary<string, string>();
        for (var i = 0; i < count; i++)
        {
            nint value = 0;
            api.Check(lookup(metadata, environment.Allocator, keys[i], &value));
            result[environment.TakeString(keys[i])] = environment.TakeString(value);
        }

        environment.Free((nint)keys);
        return result;
    }

    private static OnnxValueInfo ReadType(OrtApi api, nint info, string name)
    {
        var kind = (OnnxValueKind)api.GetInt(OrtSlot.GetOnnxTypeFromTypeInfo, info);
        switch (kind)
        {
            case OnnxValueKind.Tensor or OnnxValueKind.SparseTensor:
                return ReadTensor(api, api.Get(OrtSlot.CastTypeInfoToTensorInfo, info), name, kind);
            case OnnxValueKind.Sequence:
                return new OnnxValueInfo
                {
                    Name = name,
                    Kind = kind,
                    Element = Owned(api, api.Get(OrtSlot.GetSequenceElementType, api.Get(OrtSlot.CastTypeInfoToSequenceTypeInfo, info))),
                };
            case OnnxValueKind.Map:
                var map = api.Get(OrtSlot.CastTypeInfoToMapTypeInfo, info);
                return new OnnxValueInfo
                {
                    Name = name,
                    Kind = kind,
                    KeyType = KnownType(api.GetInt(OrtSlot.GetMapKeyType, map)),
                    Element = Owned(api, api.Get(OrtSlot.GetMapValueType, map)),
                };
            case OnnxValueKind.Optional:
                return new OnnxValueInfo
                {
                    Name = name,
                    Kind = kind,
                    Element = Owned(api, api.Get(OrtSlot.GetOptionalContainedTypeInfo, api.Get(OrtSlot.CastTypeInfoToOptionalTypeInfo, info))),
                };
            default:
                return new OnnxValueInfo { Name = name, Kind = kind };
        }
    }

    /// <summary>Reads a part's type, whose description is the caller's to release.</summary>
    private static OnnxValueInfo Owned(OrtApi api, nint info)
    {
        try
        {
            return ReadType(api, info, "");
        }
        finally
        {
            api.Release(OrtSlot.ReleaseTypeInfo, info);
        }
    }

    private static OnnxValueInfo ReadTensor(OrtApi api, nint tensor, string name, OnnxValueKind kind)
    {
        OnnxDimension[]? dimensions = null;
        if (HasShape(api, tensor))
        {
            var rank = (int)api.Get(OrtSlot.GetDimensionsCount, tensor);
            var lengths = new long[rank];
            var symbols = new nint[rank];
            fixed (long* l = lengths)
            fixed (nint* s = symbols)
            {
                api.Check(((delegate* unmanaged<nint, long*, nuint, nint>)api[OrtSlot.GetDimensions])(tensor, l, (nuint)rank));
                api.Check(((delegate* unmanaged<nint, nint*, nuint, nint>)api[OrtSlot.GetSymbolicDimensions])(tensor, s, (nuint)rank));
            }

            dimensions = new OnnxDimension[rank];
            for (var i = 0; i < rank; i++)
            {
                var symbol = Marshal.PtrToStringUTF8(symbols[i]);
                dimensions[i] = new OnnxDimension(lengths[i] < 0 ? null : lengths[i], string.IsNullOrEmpty(symbol) ? null : symbol);
            }
        }

        return new OnnxValueInfo
        {
            Name = name,
            Kind = kind,
            ElementType = KnownType(api.GetInt(OrtSlot.GetTensorElementType, tensor)),
            Dimensions = dimensions,
        };
    }

    /// <summary>Older libraries cannot tell a scalar from a tensor of unknown rank: there, no dimensions means any shape.</summary>
    private static bool HasShape(OrtApi api, nint tensor)
    {
        if (!api.HasShapeFunction)
        {
            return api.Get(OrtSlot.GetDimensionsCount, tensor) > 0;
        }

        return ((delegate* unmanaged<nint, byte>)api[OrtSlot.TensorTypeAndShapeHasShape])(tensor) != 0;
    }

    private static ElementType KnownType(int type) => Enum.IsDefined((ElementType)type) ? (ElementType)type : ElementType.Undefined;
}
