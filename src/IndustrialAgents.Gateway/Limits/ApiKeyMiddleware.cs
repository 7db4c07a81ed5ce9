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
    private const string PagesScheme = "Basic ";

    private readonly RequestDelegate _next;
    private readonly byte[] _digest;
    private readonly PathString _pages;

    /// <summary>Guards what comes next with the options' key.</summary>
    public ApiKeyMiddleware(RequestDelegate next, GatewayOptions options)
    {
        _next = next;
        _digest = Digest(options.ApiKey!);
        _pages = options.PagesPath;
    }

    /// <summary>Handles a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (InferPath.IsProbe(path))
        {
            return _next(context);
        }

        var isPage = _pages.HasValue && path.StartsWithSegments(_pages, StringComparison.Ordinal);
        return IsAllowed(context.Request.Headers, isPage) ? _next(context) : throw new UnauthorizedException(isPage);
    }

    private bool IsAllowed(IHeaderDictionary headers, bool isPage)
    {
        var shown = headers[Header];
        var key = shown.Count == 1 ? shown[0] : headers.Authorization is [{ } authorization] ? Read(authorization, isPage) : null;

        // Digests have one length, so comparing them takes the same time whatever was shown.
        return key is not null && CryptographicOperations.FixedTimeEquals(Digest(key), _digest);
    }

    // A browser sends a basic password along with whatever another site makes it send, so only pages take it: nothing is changed there.
    private static string? Read(string authorization, bool isPage) =>
        authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim()
        : isPage && authorization.StartsWith(PagesScheme, StringComparison.OrdinalIgnoreCase) ? Password(authorization[PagesScheme.Length..].Trim())
        : null;

    private static string? Password(string credentials)
    {
        var bytes = new byte[credentials.Length];
        return Convert.TryFromBase64String(credentials, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password]
            ? password
            : null;
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
