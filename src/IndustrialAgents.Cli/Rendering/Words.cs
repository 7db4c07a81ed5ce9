using System.Text.Json;

namespace IndustrialAgents.Cli.Rendering;

/// <summary>Enumerations as people and manifests write them.</summary>
internal static class Words
{
    /// <summary>The value in camel case, such as <c>timeSeries</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
