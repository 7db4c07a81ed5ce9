namespace IndustrialAgents.Onnx;

/// <summary>Reads a tensor where it lies.</summary>
/// <param name="type">Type of its elements.</param>
/// <param name="shape">Its dimensions.</param>
/// <param name="bytes">Its elements in row-major order, little-endian; not to be kept.</param>
public delegate void TensorReader(ElementType type, TensorShape shape, ReadOnlySpan<byte> bytes);
