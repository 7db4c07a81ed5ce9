namespace IndustrialAgents.Experts;

/// <summary>Reads the little that is wanted of a model card: the lines between two <c>---</c> at its beginning.</summary>
internal static class ModelCard
{
    private const string Fence = "---";

    /// <summary>The licence that a card names; null where it names none.</summary>
    public static HubLicense? ReadLicense(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (line, at) in lines.Select((line, at) => (line.TrimEnd(), at)))
        {
            if (at == 0 ? line != Fence : line == Fence)
            {
                break;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && !char.IsWhiteSpace(line[0]))
            {
                values[line[..colon]] = line[(colon + 1)..].Trim().Trim('"', '\'');
            }
        }

        return values.GetValueOrDefault("license") is { Length: > 0 } id
            ? new HubLicense(id) { Name = values.GetValueOrDefault("license_name"), Link = values.GetValueOrDefault("license_link") }
            : null;
    }
}
