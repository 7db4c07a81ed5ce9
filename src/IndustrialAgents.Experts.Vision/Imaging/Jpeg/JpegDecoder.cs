using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>
/// Reads JPEG of ITU-T T.81: baseline, extended sequential and progressive, Huffman coded, 8 bits, all sampling factors and restart
/// intervals; grey, YCbCr, RGB, CMYK and YCCK. Not read, with an error that says so: arithmetic coding, lossless and hierarchical
/// frames, 12 bits. A file that ends early is refused rather than filled up with grey.
/// </summary>
internal ref struct JpegDecoder
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly ImageLimits _limits;
    private readonly JpegTables _tables = new();
    private JpegFrame? _frame;
    private int _position = 2;
    private bool _hasScan;
    private int _restartInterval;
    private bool _hasJfif;
    private int _adobeTransform = -1;
    private int _orientation = 1;

    private JpegDecoder(ReadOnlySpan<byte> data, ImageLimits limits)
    {
        _data = data;
        _limits = limits;
    }

    public static Image Decode(ReadOnlySpan<byte> data, ImageLimits limits, bool applyOrientation)
    {
        var decoder = new JpegDecoder(data, limits);
        decoder.ReadMarkers();
        var image = decoder.Compose();
        return applyOrientation ? ExifOrientation.Apply(image, decoder._orientation) : image;
    }

    private void ReadMarkers()
    {
        for (var marker = NextMarker(); marker != JpegMarker.EndOfImage; marker = NextMarker())
        {
            if (marker is >= JpegMarker.Restart0 and <= JpegMarker.Restart7 or 1)
            {
                continue;
            }

            var segment = Segment(marker);
            switch (marker)
            {
                case JpegMarker.DefineQuantisation:
                    _tables.ReadQuantisation(segment);
                    break;
                case JpegMarker.DefineHuffmanTables:
                    _tables.ReadHuffman(segment);
                    break;
                case JpegMarker.RestartInterval:
                    _restartInterval = segment.Length == 2
                        ? BinaryPrimitives.ReadUInt16BigEndian(segment)
                        : throw new ImageFormatException("JPEG: the restart interval is malformed; the file is corrupt");
                    break;
                case JpegMarker.StartOfScan:
                    ReadScan(segment);
                    break;
                case JpegMarker.App0:
                    _hasJfif |= segment.StartsWith("JFIF\0"u8);
                    break;
                case JpegMarker.App1:
                    _orientation = _orientation == 1 ? ExifOrientation.Read(segment) : _orientation;
                    break;
                case JpegMarker.App14:
                    _adobeTransform = segment.Length >= 12 && segment.StartsWith("Adobe"u8) ? segment[11] : _adobeTransform;
                    break;
                case JpegMarker.StartOfFrame0 or JpegMarker.StartOfFrame1 or JpegMarker.StartOfFrame2:
                    ReadFrame(marker, segment);
                    break;
                case JpegMarker.StartOfImage or JpegMarker.DefineLines or (>= JpegMarker.StartOfFrame0 and <= JpegMarker.StartOfFrame15):
                    throw new ImageFormatException(
                        $"JPEG: marker {marker:X2} is not supported; only baseline, extended and progressive pictures with Huffman coding are");
                default:
                    break;
            }
        }
    }

    /// <summary>Steps to the next marker. Only after a scan may bytes lie before it that are not its own.</summary>
    private int NextMarker()
    {
        while (_position + 1 < _data.Length)
        {
            if (_data[_position] == 0xFF && _data[_position + 1] is not (0 or 0xFF))
            {
                _position += 2;
                return _data[_position - 1];
            }

            if (!_hasScan && _data[_position] != 0xFF)
            {
                throw new ImageFormatException($"JPEG: byte {_position} is no marker; the file is corrupt");
            }

            _position++;
        }

        throw new ImageFormatException($"JPEG: the file ends after {_data.Length} bytes without its end marker; it is truncated");
    }

    private ReadOnlySpan<byte> Segment(int marker)
    {
        var rest = _data[_position..];
        var length = rest.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length < 2 || length > rest.Length)
        {
            throw new ImageFormatException($"JPEG: segment {marker:X2} at byte {_position} is cut short; the file is truncated or corrupt");
        }

        _position += length;
        return rest[2..length];
    }

    private void ReadFrame(int marker, ReadOnlySpan<byte> segment)
    {
        if (_frame is not null)
        {
            throw new ImageFormatException("JPEG: the file has two frames, which is not supported");
        }

        _frame = JpegFrame.Read(segment, marker == JpegMarker.StartOfFrame2, _limits, _data.Length);
    }

    private void ReadScan(ReadOnlySpan<byte> segment)
    {
        if (_frame is null)
        {
            throw new ImageFormatException("JPEG: a scan comes before the frame header; the file is corrupt");
        }

        _hasScan = true;
        var scan = JpegScan.Read(segment, _frame, _tables);
        _position = new JpegScanDecoder(scan, _frame, _restartInterval, _data, _position).Decode();
    }

    private readonly Image Compose()
    {
        if (_frame is null || _frame.Components.Any(c => c.QuantisationTable is null))
        {
            throw new ImageFormatException("JPEG: the file ends before every component of the picture came; it is truncated or corrupt");
        }

        var space = JpegColour.SpaceOf(_frame, _hasJfif, _adobeTransform);
        var image = new Image(_frame.Width, _frame.Height, space == JpegColourSpace.Grey ? PixelFormat.Grey : PixelFormat.Rgb);
        var upsamplers = new JpegUpsampler[_frame.Components.Count];
        var rows = new byte[upsamplers.Length][];
        for (var i = 0; i < rows.Length; i++)
        {
            var component = _frame.Components[i];
            if (_frame.Progressive)
            {
                TransformAll(component);
            }

            upsamplers[i] = new JpegUpsampler(component, _frame);
            rows[i] = new byte[Math.Max(_frame.Width, 2 * component.Width)];
        }

        for (var y = 0; y < image.Height; y++)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                upsamplers[i].Row(y, rows[i]);
            }

            JpegColour.Convert(space, rows, image.Row(y));
        }

        return image;
    }

    private static void TransformAll(JpegComponent component)
    {
        for (var row = 0; row < component.BlocksDown; row++)
        {
            for (var column = 0; column < component.BlocksAcross; column++)
            {
                var target = component.Samples.AsSpan(((row * component.SampleStride) + column) * 8);
                InverseDct.Transform(component.Block(row, column), component.QuantisationTable, target, component.SampleStride);
            }
        }

        component.ReleaseCoefficients();
    }
}
