namespace IndustrialAgents.Orleans.Placement;

/// <summary>Keys of grains that live on one named silo: <c>what|silo</c>.</summary>
internal static class SiloKey
{
    private const char Separator = '|';

    /// <summary>The key of what, on a silo.</summary>
    public static string Of(string what, SiloAddress silo) => what + Separator + silo.ToParsableString();

    /// <summary>The silo of a key.</summary>
    public static SiloAddress SiloOf(string key) => SiloAddress.FromParsableString(key[(key.IndexOf(Separator) + 1)..]);

    /// <summary>What the key names on its silo.</summary>
    public static string NameOf(string key) => key[..key.IndexOf(Separator)];
}
