namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>A rectangle of a picture, in pixels.</summary>
/// <param name="Left">Its first column.</param>
/// <param name="Top">Its first row.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
internal readonly record struct ImageTile(int Left, int Top, int Width, int Height)
{
    /// <summary>The column after its last.</summary>
    public int Right => Left + Width;

    /// <summary>The row after its last.</summary>
    public int Bottom => Top + Height;

    /// <summary>
    /// Tiles that cover a picture, row by row, spread evenly so that all are of one size. Where a side of the picture is shorter than a tile's, the tile
    /// is as short.
    /// </summary>
    /// <exception cref="InvalidRequestException">There would be more tiles than allowed.</exception>
    public static IReadOnlyList<ImageTile> Cut(int width, int height, ImageTileOptions options)
    {
        var (across, down) = (Count(width, options), Count(height, options));
        InvalidRequestException.Require(
            across * down <= options.Most,
            "inputs",
            $"the picture of {width} x {height} needs {across * down} tiles of side {options.Side} that overlap by {options.Side - options.Step}; at most {options.Most} are allowed: send a smaller picture, or raise tile.side or tile.most in the manifest");
        var tiles = new List<ImageTile>((int)(across * down));
        for (var row = 0; row < down; row++)
        {
            for (var column = 0; column < across; column++)
            {
                tiles.Add(new ImageTile(Start(column, across, width, options.Side), Start(row, down, height, options.Side), Math.Min(width, options.Side), Math.Min(height, options.Side)));
            }
        }

        return tiles;
    }

    /// <summary>What two tiles share, empty where they share nothing.</summary>
    public ImageTile Share(in ImageTile other)
    {
        var (left, top) = (Math.Max(Left, other.Left), Math.Max(Top, other.Top));
        return new ImageTile(left, top, Math.Max(0, Math.Min(Right, other.Right) - left), Math.Max(0, Math.Min(Bottom, other.Bottom) - top));
    }

    private static long Count(int length, ImageTileOptions options)
    {
        var step = options.Step;
        return length <= options.Side ? 1 : ((length - options.Side + step - 1) / step) + 1;
    }

    private static int Start(int index, long count, int length, int side) => count == 1 ? 0 : (int)Math.Round((double)index * (length - side) / (count - 1));
}
