namespace IndustrialAgents.Gateway.Errors;

/// <summary>A caller did not show the key. HTTP status 401.</summary>
/// <param name="isPage">Whether a browser may ask for it.</param>
internal sealed class UnauthorizedException(bool isPage = false)
    : IndustrialAgentsException("this gateway asks for its key: send 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'")
{
    /// <summary>How the key may be shown, as HTTP's challenge.</summary>
    public string Challenge { get; } = isPage ? "Basic realm=\"the gateway's key is the password\"" : "Bearer";
}
