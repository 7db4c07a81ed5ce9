namespace IndustrialAgents.Experts.Vision.Imaging.Png;

/// <summary>Undoes the row filters of ISO/IEC 15948, clause 9.</summary>
internal static class PngFilter
{
    /// <summary>Restores <paramref name="row"/> in place; <paramref name="above"/> is the restored row before it, zeros for the first.</summary>
    public static void Undo(int type, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (type)
        {
            case 0:
                break;
            case 1:
                for (var i = distance; i < row.Length; i++)
                {
                    row[i] += row[i - distance];
                }

                break;
            case 2:
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] += above[i];
                }

                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                {
                    var left = i < distance ? 0 : row[i - distance];
                    row[i] += (byte)((left + above[i]) >> 1);
                }

                break;
            case 4:
                for (var i = 0; i < row.Length; i++)
                {
                    var left = i < distance ? 0 : row[i - distance];
                    var corner = i < distance ? 0 : above[i - distance];
                    row[i] += (byte)Paeth(left, above[i], corner);
                }

                break;
            default:
                throw new ImageFormatException($"PNG: row filter {type} does not exist; the data is corrupt");
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var toLeft = Math.Abs(above - corner);
        var toAbove = Math.Abs(left - corner);
        var toCorner = Math.Abs(left + above - corner - corner);
        if (toLeft <= toAbove && toLeft <= toCorner)
        {
            return left;
        }

        return toAbove <= toCorner ? above : corner;
    }
}
