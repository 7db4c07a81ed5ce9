namespace IndustrialAgents.Orleans.Wire;

/// <summary>Keeps what is quoted in errors short.</summary>
internal static class Excerpt
{
    private const int MaxLength = 80;

    public static string Of(string text) => Of(text, MaxLength);

    public static string Of(string text, int length) => text.Length <= length ? text : text[..length] + "…";
}
