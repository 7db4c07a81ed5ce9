using System.Text.Json;
using IndustrialAgents.Gateway.Errors;
using IndustrialAgents.Json;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>Reads contracts from JSON.</summary>
internal static class RequestJson
{
    /// <summary>Reads a request's body.</summary>
    /// <exception cref="UnsupportedMediaException">It is no JSON by its type.</exception>
    /// <exception cref="JsonException">It is not what the contract says.</exception>
    /// <exception cref="InvalidRequestException">It is null.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context)
        where T : class
    {
        MediaType.RequireJson(context.Request.ContentType);
        return await JsonSerializer.DeserializeAsync<T>(context.Request.BodyReader, ContractJson.Options, context.RequestAborted).ConfigureAwait(false)
            ?? throw new InvalidRequestException("body", "is null; it must be an object");
    }
}
