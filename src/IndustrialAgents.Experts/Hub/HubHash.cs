using System.Security.Cryptography;
using System.Text;

namespace IndustrialAgents.Experts;

/// <summary>The hash by which a hub knows a file's content.</summary>
/// <param name="Kind">What it is the hash of.</param>
/// <param name="Hex">Lower-case hex digits: 64 of SHA-256, 40 of a git blob.</param>
public sealed record HubHash(HubHashKind Kind, string Hex)
{
    /// <summary>The hash that a name of 64 or 40 hex digits is; null where the text is none.</summary>
    public static HubHash? From(string? hex) => hex is null || !hex.All(char.IsAsciiHexDigit) ? null : hex.Length switch
    {
        64 => new HubHash(HubHashKind.Sha256, hex.ToLowerInvariant()),
        40 => new HubHash(HubHashKind.GitBlob, hex.ToLowerInvariant()),
        _ => null,
    };

    /// <summary>The hash of this kind of a stream, read from where it stands to its end.</summary>
    /// <param name="content">The content; its length must be known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<string> ComputeAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var hash = IncrementalHash.CreateHash(Kind == HubHashKind.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (Kind == HubHashKind.GitBlob)
        {
            hash.AppendData(Encoding.ASCII.GetBytes($"blob {content.Length - content.Position}\0"));
        }

        var buffer = new byte[1 << 17];
        while (await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a file is there and has this hash.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<bool> MatchesAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            return await ComputeAsync(file, cancellationToken).ConfigureAwait(false) == Hex;
        }
    }

    /// <summary>Kind and digits.</summary>
    public override string ToString() => $"{(Kind == HubHashKind.Sha256 ? "SHA-256" : "git blob")} {Hex}";
}
