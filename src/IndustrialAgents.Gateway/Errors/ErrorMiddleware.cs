using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
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
            var allow = response.Headers.Allow;
            var error = new ErrorStatus(
                response.StatusCode, $"{context.Request.Method} {context.Request.Path}: {ReasonPhrases.GetReasonPhrase(response.StatusCode)}; /openapi/v1.json lists what there is");
            context.Response.OnStarting(() =>
            {
                response.Headers.Allow = allow;
                return Task.CompletedTask;
            });
            await ErrorWriter.WriteAsync(context, error).ConfigureAwait(false);
        }
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
