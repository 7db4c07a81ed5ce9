namespace IndustrialAgents.Experts.Vision.Imaging.Resizing;

/// <summary>Interpolation between the four nearest pixels, centres at halves, edges repeated, rounded to nearest.</summary>
internal static class BilinearResize
{
    public static Image Resize(Image image, int width, int height)
    {
        var result = new Image(width, height, image.Format);
        var channels = image.Channels;
        var columns = new Sample[width];
        for (var x = 0; x < width; x++)
        {
            columns[x] = new Sample(x, width, image.Width);
        }

        for (var y = 0; y < height; y++)
        {
            var vertical = new Sample(y, height, image.Height);
            var above = image.Row(vertical.First);
            var below = image.Row(vertical.Second);
            var target = result.Row(y);
            for (var x = 0; x < width; x++)
            {
                ref readonly var column = ref columns[x];
                var (left, right) = (column.First * channels, column.Second * channels);
                for (var c = 0; c < channels; c++)
                {
                    var upper = above[left + c] + ((above[right + c] - above[left + c]) * column.Weight);
                    var lower = below[left + c] + ((below[right + c] - below[left + c]) * column.Weight);
                    target[(x * channels) + c] = (byte)(upper + ((lower - upper) * vertical.Weight) + 0.5f);
                }
            }
        }

        return result;
    }

    /// <summary>Two neighbours along an axis and the weight of the second.</summary>
    private readonly struct Sample
    {
        public Sample(int index, int target, int source)
        {
            var place = ((index + 0.5) * source / target) - 0.5;
            var floor = Math.Floor(place);
            First = Math.Clamp((int)floor, 0, source - 1);
            Second = Math.Clamp((int)floor + 1, 0, source - 1);
            Weight = (float)(place - floor);
        }

        public int First { get; }

        public int Second { get; }

        public float Weight { get; }
    }
}
