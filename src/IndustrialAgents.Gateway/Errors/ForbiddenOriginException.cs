namespace IndustrialAgents.Gateway.Errors;

/// <summary>A browser sent what a page of another site made it send. HTTP status 403.</summary>
/// <param name="origin">The other site.</param>
internal sealed class ForbiddenOriginException(string origin)
    : IndustrialAgentsException($"Origin: '{origin}' is another site; documents are changed by programs, or by pages that this gateway served itself");
