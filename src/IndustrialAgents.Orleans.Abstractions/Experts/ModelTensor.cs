namespace IndustrialAgents.Orleans;

/// <summary>One input or output of a model.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="ElementType">Type of its elements; null where it is not a tensor.</param>
/// <param name="Dimensions">Its dimensions, outermost first; −1 where any length fits.</param>
[GenerateSerializer, Immutable, Alias("ia.model-tensor")]
public sealed record ModelTensor([property: Id(0)] string Name, [property: Id(1)] ElementType? ElementType, [property: Id(2)] IReadOnlyList<long> Dimensions);
