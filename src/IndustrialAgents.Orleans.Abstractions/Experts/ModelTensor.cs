namespace IndustrialAgents.Orleans;

/// <summary>One input or output of a model.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="ElementType">Type of its elements; null where it is not a tensor.</param>
/// <param name="Dimensions">Its dimensions, outermost first; −1 where any length fits.</param>
public sealed record ModelTensor(string Name, ElementType? ElementType, IReadOnlyList<long> Dimensions);
