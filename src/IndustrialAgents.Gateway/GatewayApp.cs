using IndustrialAgents.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Gateway;

/// <summary>Makes the HTTP gateway of a node.</summary>
public static class GatewayApp
{
    /// <summary>Makes the gateway of a node; see the other overload.</summary>
    /// <param name="node">What it speaks for; not disposed with it. Stop the gateway first.</param>
    /// <param name="options">Where it listens and what it takes on.</param>
    /// <param name="loggers">Makes its loggers; null for none. Not disposed with it.</param>
    /// <param name="timeProvider">Measures time; null for the system's.</param>
    /// <exception cref="InvalidGatewayOptionsException">An option is wrong, or the gateway would be open to others without a key.</exception>
    public static WebApplication Create(EmbeddedNode node, GatewayOptions options, ILoggerFactory? loggers = null, TimeProvider? timeProvider = null) =>
        Create(new GatewayBackend(node.Router, node.Directory, node.Decisions, new ExpertModels(node.Directory)), options, loggers, timeProvider);

    /// <summary>Makes a gateway that is ready to be started; it stops on SIGTERM and Ctrl+C, letting requests in flight finish.</summary>
    /// <param name="backend">What it speaks for; not disposed with it.</param>
    /// <param name="options">Where it listens and what it takes on.</param>
    /// <param name="loggers">Makes its loggers; null for none. Not disposed with it.</param>
    /// <param name="timeProvider">Measures time; null for the system's.</param>
    /// <exception cref="InvalidGatewayOptionsException">An option is wrong, or the gateway would be open to others without a key.</exception>
    public static WebApplication Create(GatewayBackend backend, GatewayOptions options, ILoggerFactory? loggers = null, TimeProvider? timeProvider = null)
    {
        // The empty builder reads no environment variables and files: what a gateway does is what its options say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(GatewayApp).Assembly.GetName().Name });
        if (timeProvider is not null)
        {
            builder.Services.AddSingleton(timeProvider);
        }

        builder.AddGateway(options);
        if (loggers is not null)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(_ => new BorrowedLoggers(loggers) as ILoggerFactory));
        }

        builder.Services.AddSingleton(backend.Router);
        builder.Services.AddSingleton(backend.Experts);
        builder.Services.AddSingleton(backend.Decisions);
        builder.Services.AddSingleton(backend.Models);
        return builder.Build().UseGateway();
    }
}
