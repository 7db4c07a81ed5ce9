namespace IndustrialAgents.Experts;

/// <summary>One input or output of a model.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="ElementType">Type of its elements; undefined for a sequence or map.</param>
/// <param name="Dimensions">Its dimensions; -1 where they vary.</param>
public sealed record ModelTensorInfo(string Name, ElementType ElementType, IReadOnlyList<long> Dimensions);
