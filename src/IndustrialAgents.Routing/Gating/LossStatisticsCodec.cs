namespace IndustrialAgents.Routing;

/// <summary>
/// The binary form of <see cref="LossStatistics"/>: a table of the words, then each context (task, asset, regime by their places in the table,
/// from 1; 0 for none) with its records (expert by its place, S and C as float64, n). Integers are 7-bit encoded, the rest little-endian.
/// </summary>
internal static class LossStatisticsCodec
{
    private const byte Version = 1;

    public static byte[] Encode(LossStatistics statistics)
    {
        var table = new Dictionary<string, int>(StringComparer.Ordinal);
        var words = new List<string>();
        foreach (var context in statistics.Ordered)
        {
            Place(context.Key.Task.ToString());
            Place(context.Key.Asset?.ToString());
            Place(context.Key.Regime);
            foreach (var expert in context.Records.Keys)
            {
                Place(expert.ToString());
            }
        }

        return SealedBytes.Seal(Version, writer =>
        {
            writer.Write7BitEncodedInt(words.Count);
            words.ForEach(writer.Write);
            writer.Write7BitEncodedInt(statistics.Contexts);
            foreach (var context in statistics.Ordered)
            {
                writer.Write7BitEncodedInt(Place(context.Key.Task.ToString()));
                writer.Write7BitEncodedInt(Place(context.Key.Asset?.ToString()));
                writer.Write7BitEncodedInt(Place(context.Key.Regime));
                writer.Write7BitEncodedInt(context.Records.Count);
                foreach (var (expert, record) in context.Records)
                {
                    writer.Write7BitEncodedInt(Place(expert.ToString()));
                    writer.Write(record.Sum);
                    writer.Write(record.Count);
                    writer.Write7BitEncodedInt64(record.Observations);
                }
            }
        });

        int Place(string? word)
        {
            if (word is null)
            {
                return 0;
            }

            if (!table.TryGetValue(word, out var place))
            {
                words.Add(word);
                table.Add(word, place = words.Count);
            }

            return place;
        }
    }

    /// <exception cref="InvalidDataException">The bytes are damaged or of another version.</exception>
    public static LossStatistics Decode(byte[] bytes, RouterOptions options) => SealedBytes.Open(bytes, Version, reader => Read(reader, options with { MaxContexts = int.MaxValue }));

    private static LossStatistics Read(BinaryReader reader, RouterOptions options)
    {
        var words = new string[reader.ReadCount()];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = reader.ReadString();
        }

        var experts = new Dictionary<string, ExpertId>(StringComparer.Ordinal);
        var statistics = new LossStatistics(options);
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var context = statistics.FindOrAdd(ReadKey())!;
            for (var records = reader.ReadCount(); records > 0; records--)
            {
                var (expert, record) = (ReadExpert(), ReadRecord(reader));
                if (!context.Records.TryAdd(expert, record))
                {
                    throw new InvalidDataException($"expert {expert} comes twice in one context");
                }
            }
        }

        return statistics;

        string? ReadWord() => reader.Read7BitEncodedInt() switch
        {
            0 => null,
            var place when place > 0 && place <= words.Length => words[place - 1],
            var place => throw new InvalidDataException($"there is no word {place}"),
        };

        LossContext ReadKey() => new(
            ReadWord() is { } task && Enum.TryParse<ExpertTask>(task, out var known) && Enum.IsDefined(known)
                ? known
                : throw new InvalidDataException("a context is of no task this program knows"),
            ReadWord() is { } asset ? AssetPath.Parse(asset) : null,
            ReadWord());

        ExpertId ReadExpert()
        {
            var word = ReadWord() ?? throw new InvalidDataException("a record is of no expert");
            return experts.TryGetValue(word, out var expert) ? expert : experts[word] = ExpertId.Parse(word);
        }
    }

    private static LossRecord ReadRecord(BinaryReader reader)
    {
        var record = new LossRecord(reader.ReadDouble(), reader.ReadDouble(), reader.Read7BitEncodedInt64());
        return record.Sum is >= 0 and < double.PositiveInfinity && record.Count is >= 0 and < double.PositiveInfinity && record.Observations > 0
            ? record
            : throw new InvalidDataException($"a record holds the impossible {record}");
    }
}
