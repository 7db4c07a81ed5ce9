using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Gateway.Errors;

/// <summary>Turns every error of a request into a response; nothing a request does ends the process.</summary>
/// <param name="next">What may fail.</param>
/// <param name="logger">Told of errors that are not the caller's.</param>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
{
    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever goes wrong belongs to this request alone.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await FailAsync(context, e).ConfigureAwait(false);
            return;
        }

        var response = context.Response;
        if (response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed or StatusCodes.Status415UnsupportedMediaType
            && !response.HasStarted && response.ContentLength is null)
        {
            await RefuseAsync(context).ConfigureAwait(false);
        }
    }

    // Routing says what it refuses with a bare status.
    private static Task RefuseAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var allowed = response.Headers.Allow;
        var detail = response.StatusCode switch
        {
            StatusCodes.Status415UnsupportedMediaType => $"Content-Type: '{request.ContentType}' is not read by {request.Method} {request.Path}",
            StatusCodes.Status405MethodNotAllowed => $"{request.Path} has no {request.Method}; it has {allowed}",
            _ => $"{request.Path} is not offered",
        };
        response.OnStarting(() =>
        {
            response.Headers.Allow = allowed;
            return Task.CompletedTask;
        });
        return ErrorWriter.WriteAsync(context, new ErrorStatus(response.StatusCode, $"{detail}; GET /openapi/v1.json describes what there is"));
    }

    private async Task FailAsync(HttpContext context, Exception exception)
    {
        var error = ErrorStatus.Of(exception);
        if (error.Status >= StatusCodes.Status500InternalServerError)
        {
            if (exception is IndustrialAgentsException)
            {
                LogRefused(context.Request.Method, context.Request.Path, error.Status, error.Detail);
            }
            else
            {
                LogFailed(exception, context.Request.Method, context.Request.Path);
            }
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        await ErrorWriter.WriteAsync(context, error).ConfigureAwait(false);
    }
}
