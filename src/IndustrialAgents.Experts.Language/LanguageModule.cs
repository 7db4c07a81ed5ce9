using IndustrialAgents.Experts.Language.Entities;
using IndustrialAgents.Experts.Language.Knowledge;
using IndustrialAgents.Experts.Language.StructuredText;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// What language brings to a node: the input steps <c>bytes</c>, <c>ngrams</c>, <c>text</c> and <c>tokens</c>, the output steps <c>thresholded-labels</c> and
/// <c>generate</c>, and the experts <c>extract</c>, <c>knowledge</c>, <c>ngram-embedding</c> and <c>structured-text</c>.
/// </summary>
/// <param name="time">The clock of deadlines.</param>
public sealed class LanguageModule(TimeProvider time) : IExpertModule
{
    /// <summary>The module as a node loads it, on the system's clock.</summary>
    public LanguageModule()
        : this(TimeProvider.System)
    {
    }

    /// <inheritdoc/>
    public void Register(ExpertCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        catalog.AddInputStep("bytes", BytesStep.Create);
        catalog.AddInputStep("ngrams", NgramsStep.Create);
        catalog.AddInputStep("text", TextStep.Create);
        catalog.AddInputStep("tokens", TokensStep.Create);
        catalog.AddOutputStep("thresholded-labels", ThresholdedLabelsStep.Create);
        catalog.AddOutputStep("generate", GenerateStep.Create);
        catalog.AddExpert(NgramEmbeddingExpert.Use, (context, _) => NgramEmbeddingExpert.Create(context));
        catalog.AddExpert(StructuredTextExpert.Use, (context, directory) => StructuredTextExpert.Create(context, directory, time));
        catalog.AddExpert(EntityExpert.Use, (context, _) => EntityExpert.Create(context));
        catalog.AddExpert(KnowledgeExpert.Use, (context, directory) => KnowledgeExpert.Create(context, directory, time));
    }
}
