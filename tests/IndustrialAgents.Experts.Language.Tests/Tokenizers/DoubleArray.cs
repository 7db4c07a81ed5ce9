using System.Buffers.Binary;
using System.Text;

namespace IndustrialAgents.Experts.Language.Tests.Tokenizers;

/// <summary>Builds a small compiled map of characters as SentencePiece stores it: a double-array trie in the layout of Darts-clone, and the texts.</summary>
internal static class DoubleArray
{
    public static byte[] Of(params (string Key, string Text)[] entries)
    {
        var texts = new MemoryStream();
        var keys = new List<(byte[] Key, int Value)>();
        foreach (var (key, text) in entries)
        {
            keys.Add(([.. Encoding.UTF8.GetBytes(key)], (int)texts.Length));
            texts.Write([.. Encoding.UTF8.GetBytes(text), 0]);
        }

        // Blocks of 256 units for each node are wasteful, and simple: a child's place is its parent's block xor its letter.
        var units = new List<uint>(new uint[256]);
        Fill(0, keys, 0);
        var blob = new byte[4 + (4 * units.Count)];
        BinaryPrimitives.WriteInt32LittleEndian(blob, 4 * units.Count);
        for (var i = 0; i < units.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(4 + (4 * i)), units[i]);
        }

        return [.. blob, .. texts.ToArray()];

        void Fill(int node, List<(byte[] Key, int Value)> below, int depth)
        {
            var block = units.Count;
            units.AddRange(new uint[256]);
            units[node] |= (uint)(block ^ node) << 10;
            foreach (var group in below.Where(own => own.Key.Length > depth).GroupBy(own => own.Key[depth]))
            {
                units[block ^ group.Key] |= group.Key;
                Fill(block ^ group.Key, [.. group], depth + 1);
            }

            if (below.Find(own => own.Key.Length == depth) is { Key: not null } end)
            {
                units[node] |= 0x100;
                units[block] = 0x80000000 | (uint)end.Value;
            }
        }
    }
}
