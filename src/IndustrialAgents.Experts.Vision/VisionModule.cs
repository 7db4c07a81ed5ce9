using IndustrialAgents.Experts.Vision.Steps;

namespace IndustrialAgents.Experts.Vision;

/// <summary>What vision brings to a node: the input step <c>image</c> and the output step <c>boxes</c>.</summary>
public sealed class VisionModule : IExpertModule
{
    /// <inheritdoc/>
    public void Register(ExpertCatalog catalog)
    {
        catalog.AddInputStep("image", ImageStep.Create);
        catalog.AddOutputStep("boxes", BoxesStep.Create);
    }
}
