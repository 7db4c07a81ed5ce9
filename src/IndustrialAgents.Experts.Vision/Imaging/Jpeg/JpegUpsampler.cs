namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>
/// Brings a component's rows to the picture's size. Components of half the width, half the height or both are interpolated with
/// weights 3/4 and 1/4 (a triangle filter centred as JFIF centres samples, with the rounding that the Independent JPEG Group's
/// library and libjpeg-turbo use, so that results agree); every other ratio repeats samples.
/// </summary>
internal sealed class JpegUpsampler
{
    private readonly JpegComponent _component;
    private readonly int _horizontalScale;
    private readonly int _verticalScale;
    private readonly int _maxHorizontal;
    private readonly int _maxVertical;
    private readonly int[] _sums;
    private readonly Kind _kind;

    public JpegUpsampler(JpegComponent component, JpegFrame frame)
    {
        _component = component;
        _horizontalScale = component.Horizontal;
        _verticalScale = component.Vertical;
        _maxHorizontal = frame.MaxHorizontal;
        _maxVertical = frame.MaxVertical;
        _sums = new int[component.Width];
        var halfWidth = component.Horizontal * 2 == frame.MaxHorizontal;
        var halfHeight = component.Vertical * 2 == frame.MaxVertical;
        var sameWidth = component.Horizontal == frame.MaxHorizontal;
        var sameHeight = component.Vertical == frame.MaxVertical;
        _kind = (sameWidth, sameHeight, halfWidth, halfHeight) switch
        {
            (true, true, _, _) => Kind.Copy,
            (_, true, true, _) when component.Width > 2 => Kind.HalfWidth,
            (_, _, true, true) when component.Width > 2 => Kind.HalfBoth,
            (true, _, _, true) => Kind.HalfHeight,
            _ => Kind.Repeat,
        };
    }

    private enum Kind
    {
        Copy,
        HalfWidth,
        HalfHeight,
        HalfBoth,
        Repeat,
    }

    /// <summary>Fills <paramref name="target"/> with the samples of picture row <paramref name="y"/>; it has room for two samples a component sample.</summary>
    public void Row(int y, Span<byte> target)
    {
        switch (_kind)
        {
            case Kind.Copy:
                Samples(y).CopyTo(target);
                break;
            case Kind.HalfWidth:
                WidenRow(Samples(y), target);
                break;
            case Kind.HalfHeight:
                TallRow(y, target);
                break;
            case Kind.HalfBoth:
                WideTallRow(y, target);
                break;
            default:
                var row = Samples(y * _verticalScale / _maxVertical);
                for (var x = 0; x < target.Length; x++)
                {
                    target[x] = row[Math.Min(x * _horizontalScale / _maxHorizontal, row.Length - 1)];
                }

                break;
        }
    }

    private ReadOnlySpan<byte> Samples(int row)
    {
        row = Math.Clamp(row, 0, _component.Height - 1);
        return _component.Samples.AsSpan(row * _component.SampleStride, _component.Width);
    }

    /// <summary>The nearer component row and the farther one, which lies above for even rows and below for odd ones.</summary>
    private void Neighbours(int y, out ReadOnlySpan<byte> near, out ReadOnlySpan<byte> far)
    {
        near = Samples(y / 2);
        far = Samples((y / 2) + ((y & 1) == 0 ? -1 : 1));
    }

    private static void WidenRow(ReadOnlySpan<byte> row, Span<byte> target)
    {
        var last = row.Length - 1;
        for (var x = 0; x <= last; x++)
        {
            var centre = row[x] * 3;
            target[2 * x] = x == 0 ? row[0] : (byte)((centre + row[x - 1] + 1) >> 2);
            target[(2 * x) + 1] = x == last ? row[last] : (byte)((centre + row[x + 1] + 2) >> 2);
        }
    }

    private void TallRow(int y, Span<byte> target)
    {
        Neighbours(y, out var near, out var far);
        var bias = (y & 1) == 0 ? 1 : 2;
        for (var x = 0; x < near.Length; x++)
        {
            target[x] = (byte)(((near[x] * 3) + far[x] + bias) >> 2);
        }
    }

    private void WideTallRow(int y, Span<byte> target)
    {
        Neighbours(y, out var near, out var far);
        for (var x = 0; x < near.Length; x++)
        {
            _sums[x] = (near[x] * 3) + far[x];
        }

        var last = near.Length - 1;
        for (var x = 0; x <= last; x++)
        {
            var centre = _sums[x];
            target[2 * x] = (byte)(((centre * 3) + _sums[Math.Max(x - 1, 0)] + 8) >> 4);
            target[(2 * x) + 1] = (byte)(((centre * 3) + _sums[Math.Min(x + 1, last)] + 7) >> 4);
        }
    }
}
