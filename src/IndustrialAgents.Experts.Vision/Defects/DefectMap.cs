using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>How unusual a picture is, and where. Immutable and thread-safe.</summary>
public sealed class DefectMap
{
    private readonly float[] _scores;

    internal DefectMap(float[] scores, int rows, int columns, double threshold)
        : this(scores, ScoreGrid.Over(rows, columns, columns, rows), threshold)
    {
    }

    internal DefectMap(float[] scores, ScoreGrid grid, double threshold) => (_scores, Grid, Threshold) = (scores, grid, threshold);

    /// <summary>Score of the most unusual patch.</summary>
    public double Score => System.Numerics.Tensors.TensorPrimitives.Max<float>(_scores);

    /// <summary>Score above which a good part lies with the false-alarm rate of the fit.</summary>
    public double Threshold { get; }

    /// <summary>Whether the score is above the threshold.</summary>
    public bool IsDefective => Score > Threshold;

    /// <summary>Where the patches lie on the picture.</summary>
    public ScoreGrid Grid { get; }

    /// <summary>Rows of the grid of patches.</summary>
    public int Rows => Grid.Rows;

    /// <summary>Columns of the grid of patches.</summary>
    public int Columns => Grid.Columns;

    /// <summary>Scores of the patches <c>[row, column]</c>.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>The map that an answer holds.</summary>
    /// <exception cref="InvalidRequestException">The answer has no grid: it is not of a picture.</exception>
    public static DefectMap Of(AnomalyScores answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Grid is { Rows: > 0, Columns: > 0 } grid && (long)grid.Rows * grid.Columns == answer.Scores.Length
            ? new DefectMap(Array.ConvertAll(answer.Scores.ToArray(), score => (float)score), grid, answer.Threshold)
            : throw new InvalidRequestException("output.grid", "is missing: the scores are no map of a picture; ask a detector of defects in pictures");
    }

    /// <summary>
    /// One map of the maps of tiles, in cells of the size of a tile's patches. A cell holds the highest score that any tile gives its middle, and of the
    /// patches whose middle lies in it, so that none is lost.
    /// </summary>
    /// <param name="tiles">Maps over parts of one picture; at least one.</param>
    internal static DefectMap Stitch(IReadOnlyList<DefectMap> tiles)
    {
        var first = tiles[0].Grid;
        var (width, height) = (first.Width, first.Height);
        var rows = Math.Max(1, (int)Math.Round(height * first.Rows / (first.Bottom - first.Top)));
        var columns = Math.Max(1, (int)Math.Round(width * first.Columns / (first.Right - first.Left)));
        var scores = new float[rows * columns];
        Array.Fill(scores, float.NegativeInfinity);
        foreach (var tile in tiles)
        {
            var own = tile.Grid;
            var (cellWidth, cellHeight) = ((own.Right - own.Left) / own.Columns, (own.Bottom - own.Top) / own.Rows);
            for (var p = 0; p < tile._scores.Length; p++)
            {
                // Patches beyond the picture, where it was letterboxed, are of no place.
                var (x, y) = (own.Left + ((p % own.Columns) + 0.5) * cellWidth, own.Top + ((p / own.Columns) + 0.5) * cellHeight);
                if (x >= 0 && x < width && y >= 0 && y < height)
                {
                    Raise((int)(y * rows / height), (int)(x * columns / width), tile._scores[p]);
                }
            }

            for (var row = 0; row < rows; row++)
            {
                var line = (int)Math.Floor((((row + 0.5) * height / rows) - own.Top) / cellHeight);
                for (var column = 0; line >= 0 && line < own.Rows && column < columns; column++)
                {
                    var place = (int)Math.Floor((((column + 0.5) * width / columns) - own.Left) / cellWidth);
                    if (place >= 0 && place < own.Columns)
                    {
                        Raise(row, column, tile._scores[(line * own.Columns) + place]);
                    }
                }
            }
        }

        // Where no tile looked, such as outside a cut middle, nothing is known to be unusual.
        var least = scores.Where(float.IsFinite).DefaultIfEmpty(0).Min();
        return new DefectMap(Array.ConvertAll(scores, score => float.IsFinite(score) ? score : least), ScoreGrid.Over(rows, columns, width, height), tiles[0].Threshold);

        void Raise(int row, int column, float score) => scores[(row * columns) + column] = Math.Max(scores[(row * columns) + column], score);
    }

    /// <summary>The score at each pixel of the picture at the size given, bilinear between the patches' middles, and that of the nearest patch beyond them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public float[] ToPixels(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var pixels = new float[width * height];
        var across = Enumerable.Range(0, width).Select(x => Between(x, width, Grid.Width, Grid.Left, Grid.Right, Columns)).ToArray();
        for (var y = 0; y < height; y++)
        {
            var (top, bottom, below) = Between(y, height, Grid.Height, Grid.Top, Grid.Bottom, Rows);
            for (var x = 0; x < width; x++)
            {
                var (left, right, after) = across[x];
                var above = (_scores[(top * Columns) + left] * (1 - after)) + (_scores[(top * Columns) + right] * after);
                var under = (_scores[(bottom * Columns) + left] * (1 - after)) + (_scores[(bottom * Columns) + right] * after);
                pixels[(y * width) + x] = (above * (1 - below)) + (under * below);
            }
        }

        return pixels;
    }

    /// <summary>The picture in grey under the map in red: none at half the threshold and below, full at twice the threshold; as it is where no patch lies.</summary>
    /// <param name="image">The picture that was judged, of any size; it stays as it is.</param>
    public Image Overlay(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (result, scores) = (image.ToGrey().ToRgb(), ToPixels(image.Width, image.Height));
        var pixels = result.Pixels;
        for (var i = 0; i < scores.Length; i++)
        {
            var (x, y) = (((i % image.Width) + 0.5) * Grid.Width / image.Width, ((i / image.Width) + 0.5) * Grid.Height / image.Height);
            if (!(Threshold > 0) || x < Grid.Left || x > Grid.Right || y < Grid.Top || y > Grid.Bottom)
            {
                continue;
            }

            var share = Math.Clamp((scores[i] - (Threshold / 2)) / (1.5 * Threshold), 0, 1) * 0.7;
            pixels[3 * i] = (byte)Math.Round((pixels[3 * i] * (1 - share)) + (255 * share));
            pixels[(3 * i) + 1] = (byte)Math.Round(pixels[(3 * i) + 1] * (1 - share));
            pixels[(3 * i) + 2] = (byte)Math.Round(pixels[(3 * i) + 2] * (1 - share));
        }

        return result;
    }

    // A pixel's place between the middles of two cells of a grid that lies from one edge to the other of a picture of so many pixels.
    private static (int Low, int High, float Share) Between(int index, int length, int picture, double from, double to, int cells)
    {
        var at = ((index + 0.5) * picture / length) - from;
        var place = (float)Math.Clamp((at * cells / (to - from)) - 0.5, 0, cells - 1);
        var low = (int)place;
        return (low, Math.Min(low + 1, cells - 1), place - low);
    }
}
