using IndustrialAgents.Gateway.Inference;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.Limits;

/// <summary>Gives each request its turn and its time. Health probes pass whatever the load.</summary>
/// <param name="next">What is bounded.</param>
/// <param name="admission">The turns.</param>
/// <param name="options">The time.</param>
/// <param name="timeProvider">Measures it.</param>
internal sealed class AdmissionMiddleware(RequestDelegate next, Admission admission, GatewayOptions options, TimeProvider timeProvider)
{
    private readonly PathString _transfers = options.TransfersPath;

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (InferPath.IsProbe(context.Request.Path))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var aborted = context.RequestAborted;
        var time = _transfers.HasValue && context.Request.Path.StartsWithSegments(_transfers, StringComparison.Ordinal) ? Timeout.InfiniteTimeSpan : options.RequestTimeout;
        using var timeout = new CancellationTokenSource(time, timeProvider);
        using var registration = aborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        context.RequestAborted = timeout.Token;
        var admitted = false;
        try
        {
            await admission.EnterAsync(timeout.Token).ConfigureAwait(false);
            admitted = true;
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            throw new DeadlineExceededException($"the request took longer than the {options.RequestTimeout} that this gateway grants one");
        }
        finally
        {
            context.RequestAborted = aborted;
            if (admitted)
            {
                admission.Leave();
            }
        }
    }
}
