using System.Security.Cryptography;

namespace IndustrialAgents.Experts.Tests.Content;

/// <summary>Contents of tests: bytes that follow from a seed.</summary>
internal static class Contents
{
    public static byte[] Of(int seed, int length = 1000)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static ValueTask<string> AddAsync(this IContentStore store, byte[] content) =>
        store.AddAsync(new MemoryStream(content), TestContext.Current.CancellationToken);

    public static async Task<byte[]> ReadAsync(this IContentStore store, string sha256) =>
        await File.ReadAllBytesAsync(await store.GetAsync(sha256, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

    /// <summary>Changes a byte in place, as a failing disk does, whatever the file's permissions.</summary>
    public static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));
    }
}
