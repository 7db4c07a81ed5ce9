namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Changes a text before it is split. Thread-safe.</summary>
internal interface INormalizer
{
    AlignedText Normalize(AlignedText text);
}
