using System.Text.Json;
using IndustrialAgents.Gateway.Inference;
using IndustrialAgents.Gateway.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IndustrialAgents.Gateway.Errors;

/// <summary>Writes errors in the form of the protocol that was spoken: problem details (RFC 9457), the Open Inference Protocol's own, or the OpenAI API's.</summary>
internal static class ErrorWriter
{
    private const string RetryAfterSeconds = "1";

    /// <summary>Writes an error to a response that has not started.</summary>
    public static async Task WriteAsync(HttpContext context, ErrorStatus error)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = error.Status;
        if (error.Challenge is not null)
        {
            response.Headers.WWWAuthenticate = error.Challenge;
        }

        if (error.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }

        var path = context.Request.Path;
        var body = InferPath.IsInference(path) ? InferenceError(error) : OpenAiPath.Is(path) ? OpenAiError.Write(error) : Problem(error);
        response.ContentType = InferPath.IsInference(path) || OpenAiPath.Is(path) ? "application/json" : "application/problem+json";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, CancellationToken.None).ConfigureAwait(false);
    }

    private static byte[] InferenceError(ErrorStatus error) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["error"] = error.Detail }, Json.ContractJson.Options);

    private static byte[] Problem(ErrorStatus error)
    {
        var problem = new Dictionary<string, object>
        {
            ["type"] = "about:blank",
            ["title"] = error.Status == StatusCodes.Status499ClientClosedRequest ? "Client Closed Request" : ReasonPhrases.GetReasonPhrase(error.Status),
            ["status"] = error.Status,
            ["detail"] = error.Detail,
        };
        if (error.Field is not null)
        {
            problem["field"] = error.Field;
        }

        return JsonSerializer.SerializeToUtf8Bytes(problem, Json.ContractJson.Options);
    }
}
