namespace IndustrialAgents.Silo.Bench;

/// <summary>Bytes.</summary>
/// <param name="Bytes">The bytes.</param>
[GenerateSerializer, Immutable, Alias("ia.bench-bytes")]
internal sealed record EchoBytes([property: Id(0)] ReadOnlyMemory<byte> Bytes);
