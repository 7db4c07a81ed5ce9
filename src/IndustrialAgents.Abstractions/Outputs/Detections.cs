namespace IndustrialAgents;

/// <summary>Objects or defects found in a picture.</summary>
/// <param name="Items">What was found, highest score first.</param>
/// <param name="Width">Width of the picture in pixels.</param>
/// <param name="Height">Height of the picture in pixels.</param>
public sealed record Detections(IReadOnlyList<Detection> Items, int Width, int Height) : ExpertOutput;
