namespace IndustrialAgents;

/// <summary>One object or defect in a picture, in pixels of the picture as it was sent; x to the right, y down.</summary>
/// <param name="Label">Its class.</param>
/// <param name="Score">Confidence, 0 to 1.</param>
/// <param name="Left">Left edge of its box.</param>
/// <param name="Top">Upper edge of its box.</param>
/// <param name="Right">Right edge of its box.</param>
/// <param name="Bottom">Lower edge of its box.</param>
public sealed record Detection(string Label, double Score, float Left, float Top, float Right, float Bottom);
