namespace IndustrialAgents.Experts.Vision.Boxes;

/// <summary>One box that a detector proposes, in pixels of the model's picture.</summary>
/// <param name="Class">Index of its best class.</param>
/// <param name="Score">Objectness times the class's score.</param>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Lower edge.</param>
public readonly record struct BoxCandidate(int Class, float Score, float Left, float Top, float Right, float Bottom)
{
    /// <summary>Pixels that the box covers, both edges counted.</summary>
    public float Area => (Right - Left + 1) * (Bottom - Top + 1);

    /// <summary>Area of the intersection over that of the union, 0 to 1.</summary>
    public float Overlap(in BoxCandidate other)
    {
        var width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left) + 1;
        var height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top) + 1;
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        var shared = width * height;
        return shared / (Area + other.Area - shared);
    }
}
