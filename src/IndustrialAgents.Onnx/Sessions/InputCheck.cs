namespace IndustrialAgents.Onnx;

/// <summary>Holds inputs against what a model declares, so that a mistake is named before the runtime is asked.</summary>
internal static class InputCheck
{
    /// <summary>Requires a value of the declared kind, type and shape.</summary>
    /// <exception cref="OnnxException">It is another; the message names the input, what it takes and what it got.</exception>
    public static void Require(string model, OnnxValueInfo declared, OnnxValue? value)
    {
        if (value is null)
        {
            throw Error(model, "input", declared, "null");
        }

        var expected = declared.Kind == OnnxValueKind.Optional ? declared.Element ?? declared : declared;
        var fits = expected.Kind == value.Kind && value.Kind switch
        {
            OnnxValueKind.Tensor => FitsTensor(expected, value.AsTensor()),
            OnnxValueKind.Map => expected.KeyType == value.AsMap().Keys.ElementType && expected.Element?.ElementType == value.AsMap().Values.ElementType,
            _ => true,
        };
        if (!fits)
        {
            throw Error(model, "input", declared, value.ToString());
        }

        if (value.Kind == OnnxValueKind.Sequence && expected.Element is { } element)
        {
            foreach (var part in value.AsSequence())
            {
                Require(model, element with { Name = declared.Name }, part);
            }
        }
    }

    /// <summary>Requires a tensor's element type and shape.</summary>
    /// <exception cref="OnnxException">They are others.</exception>
    public static void Require(string model, string role, OnnxValueInfo declared, ElementType type, TensorShape shape)
    {
        if (declared.Kind != OnnxValueKind.Tensor || declared.ElementType != type || !declared.Accepts(shape))
        {
            throw Error(model, role, declared, $"{type} {shape}");
        }
    }

    /// <summary>The error for a name that the model does not have.</summary>
    public static OnnxException Unknown(string model, string role, string name, IReadOnlyList<OnnxValueInfo> known) => new(
        OnnxErrorCode.InvalidArgument,
        $"{model} has no {role} named '{name}'; it has {string.Join(", ", known.Select(value => $"'{value.Name}'"))}");

    private static bool FitsTensor(OnnxValueInfo expected, Tensor tensor) =>
        expected.ElementType == tensor.ElementType && expected.Accepts(tensor.Shape);

    private static OnnxException Error(string model, string role, OnnxValueInfo declared, string got) => new(
        OnnxErrorCode.InvalidArgument, $"{model}: {role} '{declared.Name}' takes {declared.Describe()}, not {got}");
}
