namespace IndustrialAgents.Experts;

/// <summary>How the step <c>tensor</c> converts elements of another type than the model's.</summary>
internal enum TensorCastMode
{
    /// <summary>Only where every element is kept exactly.</summary>
    Exact,

    /// <summary>Floating-point targets may round.</summary>
    Round,
}
