using System.Text.Json;
using IndustrialAgents.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.OpenAi;

/// <summary>Errors in the form of the OpenAI API.</summary>
internal static class OpenAiError
{
    /// <summary>An error as the body of a response or an event.</summary>
    public static byte[] Write(ErrorStatus error) => JsonSerializer.SerializeToUtf8Bytes(
        new { error = new { message = error.Detail, type = Type(error.Status), param = error.Field, code = Code(error) } }, Options);

    private static JsonSerializerOptions Options { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Type(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static string? Code(ErrorStatus error) => error.Status switch
    {
        StatusCodes.Status401Unauthorized => "invalid_api_key",
        StatusCodes.Status404NotFound => "model_not_found",
        StatusCodes.Status429TooManyRequests => "rate_limit_exceeded",
        StatusCodes.Status504GatewayTimeout => "timeout",
        _ => null,
    };
}
