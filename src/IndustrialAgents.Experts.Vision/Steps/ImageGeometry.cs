namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>The note that <c>image</c> leaves for output steps: where the model's picture lies in the one that was sent.</summary>
/// <param name="Width">Width of the picture as sent, in pixels.</param>
/// <param name="Height">Height of the picture as sent, in pixels.</param>
/// <param name="ModelWidth">Width of the model's picture.</param>
/// <param name="ModelHeight">Height of the model's picture.</param>
/// <param name="ScaleX">Model pixels per sent pixel along a row.</param>
/// <param name="ScaleY">Model pixels per sent pixel along a column.</param>
/// <param name="OffsetX">Column of the model's picture at which the sent one begins; negative where it was cut.</param>
/// <param name="OffsetY">Row of the model's picture at which the sent one begins; negative where it was cut.</param>
public sealed record ImageGeometry(
    int Width, int Height, int ModelWidth, int ModelHeight, double ScaleX, double ScaleY, double OffsetX, double OffsetY)
{
    /// <summary>Where a grid over the model's picture lies in the sent one; it may reach beyond where the picture was letterboxed.</summary>
    internal ScoreGrid Grid(int rows, int columns) => new(
        rows, columns, Width, Height, -OffsetX / ScaleX, -OffsetY / ScaleY, (ModelWidth - OffsetX) / ScaleX, (ModelHeight - OffsetY) / ScaleY);

    /// <summary>A point of the model's picture in pixels of the sent one, moved to its edge where it lies outside.</summary>
    public (float X, float Y) ToOriginal(double x, double y) => (
        (float)Math.Clamp((x - OffsetX) / ScaleX, 0, Width),
        (float)Math.Clamp((y - OffsetY) / ScaleY, 0, Height));
}
