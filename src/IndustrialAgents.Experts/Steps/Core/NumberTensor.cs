namespace IndustrialAgents.Experts;

/// <summary>Small whole numbers as a tensor of the type that a model declares. Thread-safe.</summary>
internal static class NumberTensor
{
    /// <summary>Makes the tensor.</summary>
    /// <param name="numbers">The numbers, none of which needs more than seven bits.</param>
    /// <param name="type">Type of the model's input.</param>
    /// <param name="shape">Its shape.</param>
    /// <returns>The tensor; null where the type holds no numbers.</returns>
    public static Tensor? Create(ReadOnlySpan<byte> numbers, ElementType type, TensorShape shape) => type switch
    {
        ElementType.Bool => Tensor.Wrap(ElementType.Bool, shape, numbers.ToArray()),
        _ => TensorCast.Convert(Tensor.Create(numbers, shape), type).Tensor,
    };
}
