namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>Damaged forms of a file: every truncation and many flipped bits.</summary>
internal static class Corruption
{
    public static IEnumerable<byte[]> Of(byte[] content, int flips = 2000)
    {
        for (var length = 0; length < content.Length; length++)
        {
            yield return content[..length];
        }

        var random = new Random(7);
        for (var i = 0; i < flips; i++)
        {
            var damaged = (byte[])content.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            yield return damaged;
        }
    }
}
