namespace IndustrialAgents.Experts.Language;

/// <summary>How sure the model must be before its label is named: magika's prediction modes.</summary>
internal enum LabelCertainty
{
    /// <summary>Each label's own threshold, or the common one.</summary>
    High,

    /// <summary>The common threshold for every label.</summary>
    Medium,

    /// <summary>The most probable label, however improbable.</summary>
    BestGuess,
}
