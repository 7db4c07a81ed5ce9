using IndustrialAgents.Experts.Vision.Boxes;

namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>Options of the output step <c>boxes</c>, which reads objects from a detector of the YOLO family.</summary>
public sealed record BoxesStepOptions
{
    /// <summary>The model's output; null for its first.</summary>
    public string? Output { get; init; }

    /// <summary>What the output's numbers are.</summary>
    public BoxLayout Layout { get; init; } = BoxLayout.Yolox;

    /// <summary>For <see cref="BoxLayout.Yolox"/>: pixels of the model's picture from one anchor to the next, one value a grid, in the order of the output.</summary>
    public IReadOnlyList<int> Strides { get; init; } = [8, 16, 32];

    /// <summary>Objects below or at this score are left out, 0 to 1.</summary>
    public double ScoreThreshold { get; init; } = 0.25;

    /// <summary>Of two boxes that overlap by more than this share of their union the lower one is left out, 0 to 1.</summary>
    public double OverlapThreshold { get; init; } = 0.45;

    /// <summary>Whether boxes of different classes suppress each other.</summary>
    public bool ClassAgnostic { get; init; } = true;

    /// <summary>The most objects that are told.</summary>
    public int MaxDetections { get; init; } = 100;
}
