using System.Text.Json;
using IndustrialAgents.Json;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>Writes contracts as JSON.</summary>
internal static class ResponseJson
{
    /// <summary>Writes a value as the response's body.</summary>
    public static Task WriteAsync<T>(this HttpContext context, T value)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.BodyWriter, value, ContractJson.Options, context.RequestAborted);
    }
}
