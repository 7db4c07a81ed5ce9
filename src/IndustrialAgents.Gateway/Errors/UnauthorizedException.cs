namespace IndustrialAgents.Gateway.Errors;

/// <summary>A caller did not show the key. HTTP status 401.</summary>
internal sealed class UnauthorizedException()
    : IndustrialAgentsException("this gateway asks for its key: send 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'");
