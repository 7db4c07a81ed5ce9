using IndustrialAgents.Experts;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Holds a request's tensors against the inputs and outputs of a model.</summary>
internal static class ModelFit
{
    /// <summary>Throws if something is wrong with a field.</summary>
    /// <exception cref="InvalidRequestException">It is.</exception>
    public static void Refuse(bool wrong, string field, string message)
    {
        if (wrong)
        {
            throw new InvalidRequestException(field, message);
        }
    }

    /// <summary>Throws unless a tensor fits the model's input of a name.</summary>
    /// <exception cref="InvalidRequestException">The model has no such input, or one of another type or shape.</exception>
    public static void RequireInput(ServedModel model, string name, ElementType type, TensorShape shape, int index)
    {
        var info = Find(model.Inputs, name)
            ?? throw new InvalidRequestException($"inputs[{index}].name", $"'{name}' is no input of {model.Id}; it has {Names(model.Inputs)}");
        if (info.ElementType != type)
        {
            throw new InvalidRequestException(
                $"inputs[{index}].datatype", $"{DataType.NameOf(type)}; input '{name}' of {model.Id} takes {DataType.NameOf(info.ElementType) ?? "no tensor"}");
        }

        if (!Fits(info.Dimensions, shape.Dimensions))
        {
            throw new InvalidRequestException(
                $"inputs[{index}].shape", $"{shape}; input '{name}' of {model.Id} takes [{string.Join(", ", info.Dimensions)}] (-1 is any length)");
        }
    }

    /// <summary>Throws unless every input of the model is given.</summary>
    /// <exception cref="InvalidRequestException">One is missing.</exception>
    public static void RequireAll(ServedModel model, InferRequest request)
    {
        foreach (var input in model.Inputs)
        {
            if (!request.Inputs.ContainsKey(input.Name))
            {
                throw new InvalidRequestException("inputs", $"input '{input.Name}' of {model.Id} is missing");
            }
        }
    }

    /// <summary>The name of an output that a request asks for.</summary>
    /// <exception cref="InvalidRequestException">It is missing, given twice, or no output of the model.</exception>
    public static string RequireOutput(ServedModel model, List<RequestedOutput> before, string? name, string field)
    {
        if (name is null)
        {
            throw new InvalidRequestException($"{field}.name", "is missing");
        }

        foreach (var output in before)
        {
            if (output.Name == name)
            {
                throw new InvalidRequestException($"{field}.name", $"output '{name}' is asked for twice");
            }
        }

        return Find(model.Outputs, name)?.Name
            ?? throw new InvalidRequestException($"{field}.name", $"'{name}' is no output of {model.Id}; it has {Names(model.Outputs)}");
    }

    private static bool Fits(IReadOnlyList<long> dimensions, ReadOnlySpan<long> shape)
    {
        if (dimensions.Count != shape.Length)
        {
            return false;
        }

        for (var i = 0; i < shape.Length; i++)
        {
            if (dimensions[i] >= 0 && dimensions[i] != shape[i])
            {
                return false;
            }
        }

        return true;
    }

    private static ModelTensorInfo? Find(IReadOnlyList<ModelTensorInfo> tensors, string name)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            if (tensors[i].Name == name)
            {
                return tensors[i];
            }
        }

        return null;
    }

    private static string Names(IReadOnlyList<ModelTensorInfo> tensors) => string.Join(", ", tensors.Select(tensor => $"'{tensor.Name}'"));
}
