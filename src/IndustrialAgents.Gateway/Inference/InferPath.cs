using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Paths of the Open Inference Protocol.</summary>
internal static class InferPath
{
    private const string Root = "/v2";
    private const string Models = "/v2/models/";
    private const string Infer = "/infer";
    private const string Versions = "/versions/";

    /// <summary>Whether a path is one of the protocol's.</summary>
    public static bool IsInference(PathString path) => path.StartsWithSegments(Root, StringComparison.Ordinal);

    /// <summary>Whether a path is that of a health probe, which orchestrators send without a key and whatever the load.</summary>
    public static bool IsProbe(PathString path) => path.Value is "/v2/health/live" or "/v2/health/ready";

    /// <summary>Reads <c>/v2/models/{name}[/versions/{version}]/infer</c>.</summary>
    public static bool TryParse(string? path, out string name, out string? version)
    {
        name = "";
        version = null;
        if (path is null || path.Length <= Models.Length + Infer.Length
            || !path.StartsWith(Models, StringComparison.Ordinal) || !path.EndsWith(Infer, StringComparison.Ordinal))
        {
            return false;
        }

        var middle = path.AsSpan(Models.Length, path.Length - Models.Length - Infer.Length);
        var slash = middle.IndexOf('/');
        if (slash < 0)
        {
            name = middle.ToString();
            return true;
        }

        if (slash == 0 || !middle[slash..].StartsWith(Versions))
        {
            return false;
        }

        name = middle[..slash].ToString();
        version = middle[(slash + Versions.Length)..].ToString();
        return version.Length > 0 && !version.Contains('/');
    }
}
