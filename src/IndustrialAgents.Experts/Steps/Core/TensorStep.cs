namespace IndustrialAgents.Experts;

/// <summary>
/// Input step <c>tensor</c>: gives a tensor of the request to the model. A missing batch dimension is added; elements are converted where the
/// model's type holds every one of them exactly (or, with <c>"cast": "round"</c>, as nearly as a floating-point type can).
/// </summary>
internal sealed class TensorStep(StepContext context) : IInputStep
{
    private readonly TensorStepOptions _options = context.Options.Read<TensorStepOptions>();

    public void Prepare(RequestInput input, ModelFeed feed)
    {
        if (input is not TensorInput { Tensor: { } tensor })
        {
            throw new InvalidRequestException("inputs", $"{context.Manifest.Id} takes a tensor, not {input.GetType().Name}");
        }

        var target = FindTarget(input.Name, feed);
        feed.Add(target.Name, Cast(AddBatch(tensor, target), target));
    }

    private ModelTensorInfo FindTarget(string? requestName, ModelFeed feed)
    {
        if (_options.Input is { } fixedName)
        {
            return feed.Model.Inputs.FirstOrDefault(i => i.Name == fixedName)
                ?? throw new ExpertFailedException(
                    context.Manifest.Id, $"the model has no input '{fixedName}' that the manifest names; it has {ModelTensors.Names(feed.Model.Inputs)}");
        }

        return feed.Model.Inputs.FirstOrDefault(i => i.Name == requestName && !feed.Tensors.ContainsKey(i.Name))
            ?? feed.Model.Inputs.FirstOrDefault(i => !feed.Tensors.ContainsKey(i.Name))
            ?? throw new InvalidRequestException("inputs", $"{context.Manifest.Id} has no input left for this tensor");
    }

    private static Tensor AddBatch(Tensor tensor, ModelTensorInfo target)
    {
        if (target.Dimensions.Count != tensor.Shape.Rank + 1 || target.Dimensions[0] is not (1 or -1))
        {
            return tensor;
        }

        return tensor.Reshape(new TensorShape([1, .. tensor.Shape.Dimensions]));
    }

    private Tensor Cast(Tensor tensor, ModelTensorInfo target)
    {
        if (target.ElementType is ElementType.Undefined || target.ElementType == tensor.ElementType)
        {
            return tensor;
        }

        var (converted, lost) = TensorCast.Convert(tensor, target.ElementType, _options.Cast == TensorCastMode.Round);
        return converted ?? throw new InvalidRequestException(
            $"inputs.{target.Name}",
            lost < 0
                ? $"{tensor.ElementType} cannot become the model's {target.ElementType}; send {target.ElementType}"
                : $"element {lost} of {tensor.ElementType} is no {target.ElementType} exactly; send {target.ElementType}");
    }
}
