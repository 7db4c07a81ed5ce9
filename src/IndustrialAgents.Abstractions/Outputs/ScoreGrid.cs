namespace IndustrialAgents;

/// <summary>Where scores lie on a picture: on a grid of equal cells, row by row.</summary>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid.</param>
/// <param name="Width">Width of the picture as it was sent, in pixels.</param>
/// <param name="Height">Height of the picture as it was sent, in pixels.</param>
/// <param name="Left">Column of the picture, in pixels, at which the grid begins; negative where it reaches beyond the picture.</param>
/// <param name="Top">Row of the picture, in pixels, at which the grid begins.</param>
/// <param name="Right">Column of the picture at which the grid ends.</param>
/// <param name="Bottom">Row of the picture at which the grid ends.</param>
public sealed record ScoreGrid(int Rows, int Columns, int Width, int Height, double Left, double Top, double Right, double Bottom)
{
    /// <summary>A grid over a whole picture.</summary>
    public static ScoreGrid Over(int rows, int columns, int width, int height) => new(rows, columns, width, height, 0, 0, width, height);
}
