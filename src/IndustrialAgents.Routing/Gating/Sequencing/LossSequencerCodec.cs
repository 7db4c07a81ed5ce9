namespace IndustrialAgents.Routing;

/// <summary>
/// The binary form of a <see cref="LossSequencer"/>: version, watermark, ranges above it as distances, replicas from the longest silent on, and
/// the statistics in their own form.
/// </summary>
internal static class LossSequencerCodec
{
    private const byte Version = 1;

    public static byte[] Encode(Content content) => SealedBytes.Seal(Version, writer =>
    {
        writer.Write7BitEncodedInt64(content.Version);
        writer.Write7BitEncodedInt64(content.Watermark);
        writer.Write7BitEncodedInt(content.Ranges.Count);
        var before = content.Watermark;
        foreach (var (first, last) in content.Ranges)
        {
            writer.Write7BitEncodedInt64(first - before);
            writer.Write7BitEncodedInt64(last - first);
            before = last;
        }

        writer.Write7BitEncodedInt(content.Replicas.Count);
        foreach (var (replica, number) in content.Replicas)
        {
            writer.Write(replica);
            writer.Write7BitEncodedInt64(number);
        }

        writer.Write7BitEncodedInt(content.Statistics.Length);
        writer.Write(content.Statistics);
    });

    /// <exception cref="InvalidDataException">The bytes are damaged or of another version.</exception>
    public static Content Decode(byte[] bytes) => SealedBytes.Open(bytes, Version, reader =>
    {
        var (version, watermark) = (Positive(0), Positive(0));
        var ranges = new (long First, long Last)[reader.ReadCount()];
        var before = watermark;
        for (var i = 0; i < ranges.Length; i++)
        {
            // A distance of 1 would be no gap.
            var first = checked(before + Positive(2));
            before = checked(first + Positive(0));
            ranges[i] = (first, before);
        }

        var replicas = new (string, long)[reader.ReadCount()];
        for (var i = 0; i < replicas.Length; i++)
        {
            replicas[i] = (reader.ReadString(), Positive(1));
        }

        return new Content(version, reader.ReadBytes(reader.ReadCount()), watermark, ranges, replicas);

        long Positive(long least) => reader.Read7BitEncodedInt64() is var value && value >= least && value <= long.MaxValue / 4
            ? value
            : throw new InvalidDataException($"the number {value} is impossible");
    });

    /// <summary>What is written.</summary>
    internal readonly record struct Content(
        long Version,
        byte[] Statistics,
        long Watermark,
        IReadOnlyCollection<(long First, long Last)> Ranges,
        IReadOnlyCollection<(string Replica, long Number)> Replicas);
}
