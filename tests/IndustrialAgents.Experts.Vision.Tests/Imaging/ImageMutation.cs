using System.Buffers.Binary;
using System.IO.Compression;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>Damages files of pictures, blindly and where it hurts: lengths, sizes, markers, and PNG contents whose checksums are put right again. The same number gives the same file.</summary>
internal static class ImageMutation
{
    private static readonly byte[] Edges = [0, 1, 2, 4, 8, 16, 17, 63, 64, 127, 128, 254, 255];
    private static readonly int[] Sizes = [0, 1, 2, 255, 4095, 8192, 16384, 16385, 32767, 65535];
    private static readonly byte[] Markers = [0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC9, 0xD0, 0xD7, 0xD8, 0xD9, 0xDA, 0xDB, 0xDD, 0xE0, 0xE1, 0xEE, 0xFE, 0x01];
    private static readonly string[] ChunkTypes = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "tEXt", "XXXX"];

    /// <summary>The file of a number, and what was done to it.</summary>
    public static (byte[] Data, string Kind) Make(int number)
    {
        var random = new Random(number);
        var format = random.Next(3);
        var seeds = format == 0 ? ImageSeeds.Png : format == 1 ? ImageSeeds.Jpeg : ImageSeeds.Bmp;
        var (seed, other) = (seeds[random.Next(seeds.Length)], seeds[random.Next(seeds.Length)]);
        var (data, kind) = (seed.ToArray(), "");
        for (var left = random.Next(8) == 0 ? 3 : 1; left > 0 && data.Length > 8; left--)
        {
            (data, var done) = random.Next(10) < 5 ? Blind(data, other, random)
                : format == 0 ? Png(data, random)
                : format == 1 ? Jpeg(data, random)
                : Bmp(data, random);
            kind += (kind.Length > 0 ? ", " : "") + done;
        }

        return (data, kind);
    }

    private static (byte[], string) Blind(byte[] data, byte[] other, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                for (var flips = random.Next(1, 9); flips > 0; flips--)
                {
                    data[random.Next(data.Length)] ^= (byte)(1 << random.Next(8));
                }

                return (data, "bits flipped");
            case 1:
                data[random.Next(data.Length)] = Edges[random.Next(Edges.Length)];
                return (data, "byte replaced");
            case 2:
                return (data[..random.Next(data.Length)], "truncated");
            case 3:
                return ([.. data[..random.Next(data.Length)], .. other[random.Next(other.Length)..]], "spliced");
            case 4:
                var (from, to) = (random.Next(data.Length), random.Next(data.Length));
                return ([.. data[..to], .. data[from..Math.Min(data.Length, from + random.Next(1, 200))], .. data[to..]], "part repeated");
            default:
                var at = random.Next(data.Length);
                return ([.. data[..at], .. data[Math.Min(data.Length, at + random.Next(1, 60))..]], "part left out");
        }
    }

    private static (byte[], string) Png(byte[] data, Random random)
    {
        var chunks = ReadChunks(data);
        if (chunks.Count == 0)
        {
            return (data, "no chunks");
        }

        var at = random.Next(chunks.Count);
        var kind = random.Next(7);
        switch (kind)
        {
            case 0:
                // Chunk length, with no regard to what follows.
                var place = 8 + chunks.Take(at).Sum(chunk => chunk.Content.Length + 12);
                BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(place), random.Next(2) == 0 ? random.Next(-2, 300) : random.Next(int.MinValue, int.MaxValue));
                return (data, "png chunk length");
            case 1:
                Spoil(chunks[at].Content, random);
                return (WriteChunks(chunks), "png content, checksum right");
            case 2:
                BinaryPrimitives.WriteInt32BigEndian(chunks[0].Content.AsSpan(random.Next(2) * 4), random.Next(4) == 0 ? random.Next(int.MinValue, int.MaxValue) : Sizes[random.Next(Sizes.Length)]);
                return (WriteChunks(chunks), "png size");
            case 3:
                (chunks[0].Content[8], chunks[0].Content[9], chunks[0].Content[12]) = (Edges[random.Next(6)], (byte)random.Next(7), (byte)random.Next(3));
                return (WriteChunks(chunks), "png kind");
            case 4:
                chunks.Insert(random.Next(chunks.Count + 1), chunks[at]);
                return (WriteChunks(chunks), "png chunk repeated");
            case 5:
                chunks[at] = (ChunkTypes[random.Next(ChunkTypes.Length)], chunks[at].Content);
                return (WriteChunks(chunks), "png chunk renamed");
            default:
                return (WriteChunks(Repacked(chunks, random)), "png rows, packed anew");
        }
    }

    private static (byte[], string) Jpeg(byte[] data, Random random)
    {
        // Markers of segments, from the start to the first scan, and any that follow.
        var places = Enumerable.Range(0, data.Length - 4).Where(i => data[i] == 0xFF && data[i + 1] is not (0 or 0xFF)).ToArray();
        if (places.Length == 0)
        {
            return (data, "no markers");
        }

        var at = places[random.Next(places.Length)];
        switch (random.Next(6))
        {
            case 0:
                data[at + 1] = Markers[random.Next(Markers.Length)];
                return (data, "jpeg marker");
            case 1:
                BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(at + 2), (ushort)(random.Next(2) == 0 ? random.Next(40) : Sizes[random.Next(Sizes.Length)]));
                return (data, "jpeg segment length");
            case 2:
                var frame = Array.Find(places, place => data[place + 1] is 0xC0 or 0xC1 or 0xC2);
                if (frame > 0 && frame + 9 < data.Length)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(frame + 5 + (2 * random.Next(2))), (ushort)Sizes[random.Next(Sizes.Length)]);
                }

                return (data, "jpeg size");
            case 3:
                data[Math.Min(data.Length - 1, at + 4 + random.Next(24))] = Edges[random.Next(Edges.Length)];
                return (data, "jpeg header");
            case 4:
                var end = Array.Find(places, place => place > at) is > 0 and var next ? next : data.Length;
                return ([.. data[..end], .. data[at..end], .. data[end..]], "jpeg segment repeated");
            default:
                // Which coefficients and bits a scan carries.
                var scan = Array.Find(places, place => place >= at && data[place + 1] == 0xDA);
                if (scan > 0 && scan + 5 < data.Length && scan + 4 + (2 * data[scan + 4]) + 3 < data.Length)
                {
                    data[scan + 5 + (2 * data[scan + 4]) + random.Next(3)] = Edges[random.Next(Edges.Length)];
                }

                return (data, "jpeg scan");
        }
    }

    private static (byte[], string) Bmp(byte[] data, Random random)
    {
        int[] fields = [10, 14, 18, 22, 26, 28, 30, 34, 46];
        var field = fields[random.Next(fields.Length)];
        if (field + 4 <= data.Length)
        {
            var value = random.Next(3) switch { 0 => Sizes[random.Next(Sizes.Length)], 1 => -Sizes[random.Next(Sizes.Length)], _ => random.Next(int.MinValue, int.MaxValue) };
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(field), value);
        }

        return (data, "bmp header");
    }

    private static List<(string Type, byte[] Content)> ReadChunks(byte[] data)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at + 12 <= data.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));
            if (length < 0 || length > data.Length - at - 12)
            {
                break;
            }

            chunks.Add((System.Text.Encoding.Latin1.GetString(data, at + 4, 4), data[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }

        return chunks is [(_, { Length: 13 }), ..] ? chunks : [];
    }

    private static byte[] WriteChunks(List<(string Type, byte[] Content)> chunks)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        foreach (var (type, content) in chunks)
        {
            TestPng.Chunk(file, System.Text.Encoding.Latin1.GetBytes(type), content);
        }

        return file.ToArray();
    }

    // Filter types and samples change, and the compressed stream with its checksum is right again.
    private static List<(string Type, byte[] Content)> Repacked(List<(string Type, byte[] Content)> chunks, Random random)
    {
        byte[] rows;
        try
        {
            using var packed = new MemoryStream([.. chunks.Where(chunk => chunk.Type == "IDAT").SelectMany(chunk => chunk.Content)]);
            using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
            using var raw = new MemoryStream();
            zlib.CopyTo(raw);
            rows = raw.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return chunks;
        }

        Spoil(rows, random);
        using var again = new MemoryStream();
        using (var zlib = new ZLibStream(again, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows, 0, random.Next(4) == 0 ? random.Next(rows.Length + 1) : rows.Length);
        }

        return [.. chunks.Where(chunk => chunk.Type is not ("IDAT" or "IEND")), ("IDAT", again.ToArray()), ("IEND", [])];
    }

    private static void Spoil(byte[] content, Random random)
    {
        for (var times = random.Next(1, 6); times > 0 && content.Length > 0; times--)
        {
            content[random.Next(content.Length)] = random.Next(2) == 0 ? Edges[random.Next(Edges.Length)] : (byte)random.Next(256);
        }
    }
}
