using IndustrialAgents.Orleans;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>Turns Orleans' own errors of calls that may succeed when they are sent again into the error that says so.</summary>
/// <param name="next">What makes the calls.</param>
internal sealed class ClusterErrorMiddleware(RequestDelegate next)
{
    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (IndustrialAgentsException or IOException) && e.IsRetriable())
        {
            throw new UnavailableException($"a part of the cluster did not answer; send the request again ({e.Message})", e);
        }
    }
}
