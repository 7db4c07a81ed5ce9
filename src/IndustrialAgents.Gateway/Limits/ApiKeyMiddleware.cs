using System.Security.Cryptography;
using System.Text;
using IndustrialAgents.Gateway.Errors;
using IndustrialAgents.Gateway.Inference;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.Limits;

/// <summary>Lets only callers with the key pass. Health probes need none.</summary>
internal sealed class ApiKeyMiddleware
{
    private const string Header = "X-Api-Key";
    private const string Scheme = "Bearer ";

    private readonly RequestDelegate _next;
    private readonly byte[] _digest;

    /// <summary>Guards what comes next with the options' key.</summary>
    public ApiKeyMiddleware(RequestDelegate next, GatewayOptions options)
    {
        _next = next;
        _digest = Digest(options.ApiKey!);
    }

    /// <summary>Handles a request.</summary>
    public Task InvokeAsync(HttpContext context) =>
        InferPath.IsProbe(context.Request.Path) || IsAllowed(context.Request.Headers) ? _next(context) : throw new UnauthorizedException();

    private bool IsAllowed(IHeaderDictionary headers)
    {
        var shown = headers[Header];
        var authorization = headers.Authorization;
        var key = shown.Count == 1 ? shown[0]
            : authorization.Count == 1 && authorization[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[0]![Scheme.Length..].Trim()
            : null;

        // Digests have one length, so comparing them takes the same time whatever was shown.
        return key is not null && CryptographicOperations.FixedTimeEquals(Digest(key), _digest);
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
