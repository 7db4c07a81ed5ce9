using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language;

/// <summary>What language brings to a node: the input steps <c>bytes</c>, <c>ngrams</c>, <c>text</c> and <c>tokens</c>, the output steps <c>thresholded-labels</c> and <c>generate</c>, the expert <c>knowledge</c>.</summary>
public sealed class LanguageModule : IExpertModule
{
    /// <inheritdoc/>
    public void Register(ExpertCatalog catalog)
    {
        catalog.AddInputStep("bytes", BytesStep.Create);
        catalog.AddInputStep("ngrams", NgramsStep.Create);
        catalog.AddInputStep("text", TextStep.Create);
        catalog.AddInputStep("tokens", TokensStep.Create);
        catalog.AddOutputStep("thresholded-labels", ThresholdedLabelsStep.Create);
        catalog.AddOutputStep("generate", GenerateStep.Create);
        catalog.AddExpert(KnowledgeExpert.Use, (context, _) => KnowledgeExpert.Create(context));
    }
}
