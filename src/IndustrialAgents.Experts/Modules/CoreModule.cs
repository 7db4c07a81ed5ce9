namespace IndustrialAgents.Experts;

/// <summary>The steps that every modality can use; docs/experts.md lists them with their options.</summary>
public sealed class CoreModule : IExpertModule
{
    /// <inheritdoc/>
    public void Register(ExpertCatalog catalog)
    {
        catalog.AddInputStep("tensor", context => new TensorStep(context));
        catalog.AddInputStep("window", context => new WindowStep(context));
        catalog.AddOutputStep("tensors", context => new TensorsStep(context));
        catalog.AddOutputStep("softmax", context => new ClassesStep(context, logits: true));
        catalog.AddOutputStep("probabilities", context => new ClassesStep(context, logits: false));
        catalog.AddOutputStep("regression", context => new RegressionStep(context));
        catalog.AddOutputStep("reconstruction", context => new ReconstructionStep(context));
        catalog.AddOutputStep("score", context => new ScoreStep(context));
        catalog.AddOutputStep("embedding", context => new EmbeddingStep(context));
        catalog.AddOutputStep("forecast", context => new ForecastStep(context));
    }
}
