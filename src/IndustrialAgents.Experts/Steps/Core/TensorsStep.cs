namespace IndustrialAgents.Experts;

/// <summary>Output step <c>tensors</c>: the model's outputs as they are, all or those named.</summary>
internal sealed class TensorsStep(StepContext context) : OutputStep
{
    private readonly TensorsStepOptions _options = context.Options.Read<TensorsStepOptions>();

    protected override ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed) =>
        new TensorsOutput(_options.Outputs.Count == 0
            ? outputs
            : _options.Outputs.ToDictionary(name => name, name => ModelTensors.Pick(outputs, name, feed, context.Manifest.Id)));
}
