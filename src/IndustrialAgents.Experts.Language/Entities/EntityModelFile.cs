using System.Text;

namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>
/// A tagger as bytes, little-endian: the letters <c>IAENT1</c>, the tags, the scores of pairs, then each feature with its weights other than zero,
/// in order of the feature's hash, so that the same tagger gives the same bytes. Thread-safe.
/// </summary>
public static class EntityModelFile
{
    /// <summary>The most tags: a tag's number is one byte, and so is how many weights a feature has.</summary>
    public const int MaxTags = 255;

    private const int MaxFeatures = 1 << 24;

    private static readonly byte[] Magic = "IAENT1"u8.ToArray();

    /// <summary>Writes a tagger.</summary>
    public static byte[] Write(EntityTagger tagger)
    {
        ArgumentNullException.ThrowIfNull(tagger);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(tagger.Tags.Length);
        Array.ForEach(tagger.Tags, writer.Write);
        Array.ForEach(tagger.Steps, writer.Write);
        writer.Write(tagger.Weights.Count);
        foreach (var (feature, weights) in tagger.Weights.OrderBy(pair => pair.Key))
        {
            writer.Write(feature);
            writer.Write((byte)weights.Count(weight => weight != 0));
            for (var tag = 0; tag < weights.Length; tag++)
            {
                if (weights[tag] != 0)
                {
                    writer.Write((byte)tag);
                    writer.Write(weights[tag]);
                }
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads a tagger.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write"/> writes; the message says where.</exception>
    public static EntityTagger Read(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var stream = new MemoryStream(bytes, writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            Require(reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic), "it does not begin with IAENT1");
            var count = reader.ReadInt32();
            Require(count is > 0 and <= MaxTags, $"it has {count} tags; from 1 to {MaxTags} are read");
            var tags = new string[count];
            for (var tag = 0; tag < count; tag++)
            {
                tags[tag] = reader.ReadString();
                Require(IsTag(tags[tag]), $"'{tags[tag]}' is no tag");
            }

            var steps = new float[(count + 1) * count];
            for (var i = 0; i < steps.Length; i++)
            {
                steps[i] = Number(reader);
            }

            var weights = Weights(reader, count);
            Require(stream.Position == stream.Length, $"{stream.Length - stream.Position} bytes follow its end");
            return new EntityTagger(tags, steps, weights);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"the tagger ends early or is damaged at byte {stream.Position}; fit it again or restore the file", e);
        }
    }

    private static Dictionary<ulong, float[]> Weights(BinaryReader reader, int tags)
    {
        var features = reader.ReadInt32();
        Require(features is >= 0 and <= MaxFeatures, $"it has {features} features; at most {MaxFeatures} are read");
        var weights = new Dictionary<ulong, float[]>();
        for (var i = 0; i < features; i++)
        {
            var feature = reader.ReadUInt64();
            var row = new float[tags];
            for (var left = reader.ReadByte(); left > 0; left--)
            {
                var tag = reader.ReadByte();
                Require(tag < tags, $"feature {i} has a weight for tag {tag} of {tags}");
                row[tag] = Number(reader);
            }

            Require(weights.TryAdd(feature, row), $"feature {i} is there twice");
        }

        return weights;
    }

    private static float Number(BinaryReader reader)
    {
        var value = reader.ReadSingle();
        Require(float.IsFinite(value), "a weight is not finite");
        return value;
    }

    private static bool IsTag(string tag) => Array.TrueForAll(
        tag.Split('|'), part => part == LayeredTags.Outside || (part.Length > 2 && (part.StartsWith("B-", StringComparison.Ordinal) || part.StartsWith("I-", StringComparison.Ordinal))));

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidDataException($"not a tagger of entities: {problem}; fit it again or restore the file");
        }
    }
}
