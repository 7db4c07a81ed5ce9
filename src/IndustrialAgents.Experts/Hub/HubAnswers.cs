using System.Text.Json;

namespace IndustrialAgents.Experts;

/// <summary>Reads what a hub says of a model and its files. Everything in it is taken for what a stranger wrote.</summary>
internal static class HubAnswers
{
    /// <summary>Commit, licence and gate, from <c>/api/models/{repository}/revision/{revision}</c>.</summary>
    /// <exception cref="ModelHubException">It is no such answer.</exception>
    public static (string Commit, HubLicense? License, bool IsGated) ReadModel(byte[] json, string what)
    {
        using var document = Parse(json, what);
        var root = document.RootElement;
        var commit = Text(root, "sha");
        if (commit is not { Length: 40 or 64 } || !commit.All(char.IsAsciiHexDigit))
        {
            throw new ModelHubException($"{what}: the hub names no commit, which would have 40 hex digits; check the endpoint");
        }

        var gated = root.TryGetProperty("gated", out var gate) && gate.ValueKind is not (JsonValueKind.False or JsonValueKind.Null);
        return (commit.ToLowerInvariant(), ReadLicense(root), gated);
    }

    /// <summary>The files of one page of <c>/api/models/{repository}/tree/{commit}?recursive=true</c>.</summary>
    /// <exception cref="ModelHubException">It is no such answer, or a file has a name or size that must not be used.</exception>
    public static IEnumerable<HubFile> ReadTree(byte[] json, string what)
    {
        using var document = Parse(json, what);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new ModelHubException($"{what}: the hub's list of files is no list; check the endpoint");
        }

        var files = new List<HubFile>();
        foreach (var entry in document.RootElement.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object && Text(entry, "type") == "file"))
        {
            files.Add(ReadFile(entry, what));
        }

        return files;
    }

    /// <summary>Throws unless a file's name stays within the folder it is put into, on every system.</summary>
    /// <exception cref="ModelHubException">It does not.</exception>
    public static string RequireInside(string? path, string what) =>
        ManifestReader.IsInside(path) && !path!.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl) && path.Length <= 1024
            && path.Split('/').All(part => part is not "." && part.TrimEnd('.', ' ').Length == part.Length)
            ? path
            : throw new ModelHubException($"{what} has a file '{Shorten(path)}', whose name leads out of its folder or is no name everywhere; nothing of it is used");

    private static HubFile ReadFile(JsonElement entry, string what)
    {
        var path = RequireInside(Text(entry, "path"), what);
        var lfs = entry.TryGetProperty("lfs", out var pointer) && pointer.ValueKind == JsonValueKind.Object ? pointer : default;
        var size = lfs.ValueKind == JsonValueKind.Object && Number(lfs, "size") is { } real ? real : Number(entry, "size");
        if (size is not >= 0)
        {
            throw new ModelHubException($"{what}: the hub tells no size of {path}; check the endpoint");
        }

        // A file of its own kind that has no hash would be taken on trust.
        var hash = lfs.ValueKind == JsonValueKind.Object ? HubHash.From(Text(lfs, "oid") ?? Text(lfs, "sha256")) : HubHash.From(Text(entry, "oid"));
        return hash is { Kind: HubHashKind.Sha256 } || (hash is not null && lfs.ValueKind != JsonValueKind.Object)
            ? new HubFile(path, size.Value, hash)
            : throw new ModelHubException($"{what}: the hub tells no hash of {path}, so what comes could not be checked; check the endpoint");
    }

    private static HubLicense? ReadLicense(JsonElement root)
    {
        if (root.TryGetProperty("cardData", out var card) && card.ValueKind == JsonValueKind.Object && card.TryGetProperty("license", out var license))
        {
            var id = license.ValueKind == JsonValueKind.Array
                ? string.Join(" or ", license.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()))
                : Text(card, "license");
            if (!string.IsNullOrWhiteSpace(id))
            {
                return new HubLicense(Shorten(id)) { Name = Shortened(Text(card, "license_name")), Link = Shortened(Text(card, "license_link")) };
            }
        }

        var tag = root.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array
            ? tags.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : null)
                .FirstOrDefault(item => item?.StartsWith("license:", StringComparison.Ordinal) == true)
            : null;
        return tag is null ? null : new HubLicense(Shorten(tag["license:".Length..]));
    }

    private static JsonDocument Parse(byte[] json, string what)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException e)
        {
            throw new ModelHubException($"{what}: the hub answers something that is not JSON; check the endpoint ({e.Message})", e);
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string? Shortened(string? text) => text is null ? null : Shorten(text);

    private static string Shorten(string? text) => new([.. (text ?? "").Where(c => !char.IsControl(c)).Take(200)]);
}
