using IndustrialAgents.Onnx.Graphs.Protocol;

namespace IndustrialAgents.Onnx.Graphs;

/// <summary>Between the messages of the file and the records that callers see.</summary>
internal static class GraphProtocol
{
    public static ValueInfoProto Declare(string name, ElementType elementType, ReadOnlySpan<GraphDimension> dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (var dimension in dimensions)
        {
            var proto = new TensorShapeProto.Types.Dimension();
            if (dimension.Length is { } length)
            {
                proto.DimValue = length;
            }
            else if (dimension.Symbol is { } symbol)
            {
                proto.DimParam = symbol;
            }

            shape.Dim.Add(proto);
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = (int)elementType, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    public static GraphValue ToValue(ValueInfoProto value)
    {
        var tensor = value.Type?.TensorType;
        var kind = value.Type?.ValueCase switch
        {
            TypeProto.ValueOneofCase.TensorType => GraphValueKind.Tensor,
            TypeProto.ValueOneofCase.SequenceType => GraphValueKind.Sequence,
            TypeProto.ValueOneofCase.MapType => GraphValueKind.Map,
            TypeProto.ValueOneofCase.OptionalType => GraphValueKind.Optional,
            _ => GraphValueKind.Unknown,
        };
        return new GraphValue(
            value.Name,
            kind,
            TensorCodec.TypeOf(tensor?.ElemType ?? 0),
            tensor?.Shape?.Dim.Select(ToDimension).ToArray());
    }

    public static GraphNode ToNode(NodeProto node)
    {
        var attributes = new Dictionary<string, GraphAttribute>(node.Attribute.Count);
        foreach (var attribute in node.Attribute)
        {
            attributes[attribute.Name] = GraphAttribute.From(attribute);
        }

        return new GraphNode(node.Name, node.OpType, node.Domain, [.. node.Input], [.. node.Output], attributes);
    }

    private static GraphDimension ToDimension(TensorShapeProto.Types.Dimension dimension) => dimension.ValueCase switch
    {
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when dimension.DimValue >= 0 => new GraphDimension(dimension.DimValue),
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam when dimension.DimParam.Length > 0 => new GraphDimension(dimension.DimParam),
        _ => default,
    };
}
