using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>Reads and applies the orientation tag of EXIF (CIPA DC-008, tag 0x0112).</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;

    /// <summary>The orientation, 1 to 8, of an APP1 segment; 1 where it has none or is malformed, for nothing of the picture depends on it.</summary>
    public static int Read(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith("Exif\0\0"u8) || segment.Length < 14)
        {
            return 1;
        }

        var tiff = segment[6..];
        var little = tiff[0] == 'I';
        var directory = Long(tiff[4..], little);
        if (directory > tiff.Length - 2)
        {
            return 1;
        }

        var entries = tiff[(int)directory..];
        int count = Short(entries, little);
        entries = entries[2..];
        for (var i = 0; i < count && entries.Length >= 12; i++, entries = entries[12..])
        {
            if (Short(entries, little) == Tag)
            {
                int value = Short(entries[8..], little);
                return value is >= 1 and <= 8 ? value : 1;
            }
        }

        return 1;
    }

    /// <summary>The picture as it is meant to be seen.</summary>
    public static Image Apply(Image image, int orientation)
    {
        if (orientation == 1)
        {
            return image;
        }

        var turned = orientation >= 5;
        var result = new Image(turned ? image.Height : image.Width, turned ? image.Width : image.Height, image.Format);
        var channels = image.Channels;
        for (var y = 0; y < result.Height; y++)
        {
            var row = result.Row(y);
            for (var x = 0; x < result.Width; x++)
            {
                var (right, bottom) = (image.Width - 1, image.Height - 1);
                var (fromX, fromY) = orientation switch
                {
                    2 => (right - x, y),
                    3 => (right - x, bottom - y),
                    4 => (x, bottom - y),
                    5 => (y, x),
                    6 => (y, bottom - x),
                    7 => (right - y, bottom - x),
                    _ => (right - y, x),
                };
                image.Row(fromY).Slice(fromX * channels, channels).CopyTo(row[(x * channels)..]);
            }
        }

        return result;
    }

    private static ushort Short(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data);

    private static uint Long(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(data) : BinaryPrimitives.ReadUInt32BigEndian(data);
}
