using System.Text.Json;
using IndustrialAgents.Experts;
using IndustrialAgents.Gateway.Limits;
using IndustrialAgents.Hosting;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.Errors;

/// <summary>The HTTP status of an error, and what may be said about it.</summary>
/// <param name="Status">The status.</param>
/// <param name="Detail">What went wrong, for the caller.</param>
/// <param name="Field">The field that is wrong; null where none is.</param>
/// <param name="Challenge">How the caller may show the key; null where that is not what is wrong.</param>
internal readonly record struct ErrorStatus(int Status, string Detail, string? Field = null, string? Challenge = null)
{
    /// <summary>Judges an exception. What is not meant for callers becomes a 500 without details.</summary>
    public static ErrorStatus Of(Exception exception) => exception switch
    {
        InvalidRequestException e => new(StatusCodes.Status400BadRequest, e.Message, e.Field),
        UnauthorizedException e => new(StatusCodes.Status401Unauthorized, e.Message, Challenge: e.Challenge),
        ForbiddenOriginException e => new(StatusCodes.Status403Forbidden, e.Message),
        ExpertNotFoundException or DecisionNotFoundException or DocumentNotFoundException => new(StatusCodes.Status404NotFound, exception.Message),
        UnsupportedMediaException e => new(StatusCodes.Status415UnsupportedMediaType, e.Message),
        OverloadedException { Queue: Admission.QueueName } e => new(StatusCodes.Status503ServiceUnavailable, e.Message),
        OverloadedException e => new(StatusCodes.Status429TooManyRequests, e.Message),
        DeadlineExceededException e => new(StatusCodes.Status504GatewayTimeout, e.Message),
        OperationCanceledException => new(StatusCodes.Status499ClientClosedRequest, "the client closed the connection"),
        NodeStoppingException or UnavailableException => new(StatusCodes.Status503ServiceUnavailable, exception.Message),
        ExpertFailedException e => new(StatusCodes.Status500InternalServerError, e.Message),
        IndustrialAgentsException e => new(StatusCodes.Status500InternalServerError, e.Message),
        BadHttpRequestException e => new(e.StatusCode, e.Message),
        JsonException e => new(StatusCodes.Status400BadRequest, $"body: {e.Message}", e.Path is null or "$" ? "body" : e.Path.TrimStart('$', '.')),
        IOException => new(StatusCodes.Status503ServiceUnavailable, "it could not be stored: the disk is full, read-only or failed; send it again later"),
        _ => new(StatusCodes.Status500InternalServerError, "an error of the server, which its log describes"),
    };
}
