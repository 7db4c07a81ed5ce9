namespace IndustrialAgents.Experts.Vision.Imaging.Resizing;

/// <summary>
/// Convolution with a triangle filter widened by the reduction, rows first and columns second, each pass rounded to 8 bits. Weights
/// are 22-bit fixed point and the window of each pixel is Pillow's, so results equal Pillow's bilinear resampling.
/// </summary>
internal static class AntialiasedResize
{
    private const int Precision = 22;
    private const int Half = 1 << (Precision - 1);

    public static Image Resize(Image image, int width, int height)
    {
        var rows = width == image.Width ? image : Horizontal(image, width);
        return height == image.Height ? rows : Vertical(rows, height);
    }

    private static Image Horizontal(Image image, int width)
    {
        var weights = new Weights(image.Width, width);
        var result = new Image(width, image.Height, image.Format);
        var channels = image.Channels;
        for (var y = 0; y < image.Height; y++)
        {
            var source = image.Row(y);
            var target = result.Row(y);
            for (var x = 0; x < width; x++)
            {
                var kernel = weights.Of(x, out var first);
                for (var c = 0; c < channels; c++)
                {
                    var sum = Half;
                    var at = (first * channels) + c;
                    foreach (var weight in kernel)
                    {
                        sum += source[at] * weight;
                        at += channels;
                    }

                    target[(x * channels) + c] = (byte)Math.Clamp(sum >> Precision, 0, 255);
                }
            }
        }

        return result;
    }

    private static Image Vertical(Image image, int height)
    {
        var weights = new Weights(image.Height, height);
        var result = new Image(image.Width, height, image.Format);
        var sums = new int[image.Stride];
        for (var y = 0; y < height; y++)
        {
            var kernel = weights.Of(y, out var first);
            sums.AsSpan().Fill(Half);
            for (var k = 0; k < kernel.Length; k++)
            {
                var source = image.Row(first + k);
                var weight = kernel[k];
                for (var i = 0; i < sums.Length; i++)
                {
                    sums[i] += source[i] * weight;
                }
            }

            var target = result.Row(y);
            for (var i = 0; i < sums.Length; i++)
            {
                target[i] = (byte)Math.Clamp(sums[i] >> Precision, 0, 255);
            }
        }

        return result;
    }

    /// <summary>First source pixel and weights of every target pixel along one axis.</summary>
    private sealed class Weights
    {
        private readonly int[] _first;
        private readonly int[] _count;
        private readonly int[] _values;
        private readonly int _size;

        public Weights(int source, int target)
        {
            var scale = (double)source / target;
            var support = Math.Max(scale, 1.0);
            _size = ((int)Math.Ceiling(support) * 2) + 1;
            _first = new int[target];
            _count = new int[target];
            _values = new int[checked(target * _size)];
            var kernel = new double[_size];
            for (var i = 0; i < target; i++)
            {
                var centre = (i + 0.5) * scale;
                var first = Math.Max((int)(centre - support + 0.5), 0);
                var count = Math.Min((int)(centre + support + 0.5), source) - first;
                var sum = 0.0;
                for (var k = 0; k < count; k++)
                {
                    kernel[k] = Math.Max(1.0 - Math.Abs((k + first - centre + 0.5) / support), 0.0);
                    sum += kernel[k];
                }

                for (var k = 0; k < count; k++)
                {
                    _values[(i * _size) + k] = (int)(0.5 + (kernel[k] / sum * (1 << Precision)));
                }

                _first[i] = first;
                _count[i] = count;
            }
        }

        public ReadOnlySpan<int> Of(int index, out int first)
        {
            first = _first[index];
            return _values.AsSpan(index * _size, _count[index]);
        }
    }
}
