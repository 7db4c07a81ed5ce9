using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>How unusual a picture is, and where. Immutable and thread-safe.</summary>
public sealed class DefectMap
{
    private readonly float[] _scores;

    internal DefectMap(float[] scores, int rows, int columns, double threshold) => (_scores, Rows, Columns, Threshold) = (scores, rows, columns, threshold);

    /// <summary>Score of the most unusual patch.</summary>
    public double Score => System.Numerics.Tensors.TensorPrimitives.Max<float>(_scores);

    /// <summary>Score above which a good part lies with the false-alarm rate of the fit.</summary>
    public double Threshold { get; }

    /// <summary>Whether the score is above the threshold.</summary>
    public bool IsDefective => Score > Threshold;

    /// <summary>Rows of the grid of patches.</summary>
    public int Rows { get; }

    /// <summary>Columns of the grid of patches.</summary>
    public int Columns { get; }

    /// <summary>Scores of the patches <c>[row, column]</c>.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>The score at each pixel of a picture of the size given, bilinear between the patches' middles.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public float[] ToPixels(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var pixels = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            var (top, bottom, below) = Between(y, height, Rows);
            for (var x = 0; x < width; x++)
            {
                var (left, right, after) = Between(x, width, Columns);
                var above = (_scores[(top * Columns) + left] * (1 - after)) + (_scores[(top * Columns) + right] * after);
                var under = (_scores[(bottom * Columns) + left] * (1 - after)) + (_scores[(bottom * Columns) + right] * after);
                pixels[(y * width) + x] = (above * (1 - below)) + (under * below);
            }
        }

        return pixels;
    }

    /// <summary>The picture in grey under the map in red: none at half the threshold and below, full at twice the threshold.</summary>
    /// <param name="image">The picture that was judged, of any size; it stays as it is.</param>
    public Image Overlay(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (result, scores) = (image.ToGrey().ToRgb(), ToPixels(image.Width, image.Height));
        var pixels = result.Pixels;
        for (var i = 0; i < scores.Length; i++)
        {
            var share = Threshold > 0 ? Math.Clamp((scores[i] - (Threshold / 2)) / (1.5 * Threshold), 0, 1) * 0.7 : 0;
            pixels[3 * i] = (byte)Math.Round((pixels[3 * i] * (1 - share)) + (255 * share));
            pixels[(3 * i) + 1] = (byte)Math.Round(pixels[(3 * i) + 1] * (1 - share));
            pixels[(3 * i) + 2] = (byte)Math.Round(pixels[(3 * i) + 2] * (1 - share));
        }

        return result;
    }

    private static (int Low, int High, float Share) Between(int index, int length, int cells)
    {
        var place = Math.Clamp(((index + 0.5f) * cells / length) - 0.5f, 0, cells - 1);
        var low = (int)place;
        return (low, Math.Min(low + 1, cells - 1), place - low);
    }
}
