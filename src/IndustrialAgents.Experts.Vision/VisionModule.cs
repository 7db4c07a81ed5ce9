using IndustrialAgents.Experts.Vision.Steps;

namespace IndustrialAgents.Experts.Vision;

/// <summary>What vision brings to a node: the input step <c>image</c> and the output steps <c>boxes</c> and <c>defectMap</c>.</summary>
public sealed class VisionModule : IExpertModule
{
    /// <inheritdoc/>
    public void Register(ExpertCatalog catalog)
    {
        catalog.AddInputStep("image", ImageStep.Create);
        catalog.AddOutputStep("boxes", BoxesStep.Create);
        catalog.AddOutputStep("defectMap", DefectMapStep.Create);
    }
}
