using IndustrialAgents.Gateway.Draining;
using IndustrialAgents.Gateway.Endpoints;
using IndustrialAgents.Gateway.Errors;
using IndustrialAgents.Gateway.Inference;
using IndustrialAgents.Gateway.Limits;
using IndustrialAgents.Hosting;
using IndustrialAgents.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
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
        var endpoint = options.Validate();

        // The empty builder reads no environment variables and files: what a gateway does is what its options say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(GatewayApp).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
        });

        // A request is worked on by the thread that read it, without a hop; other connections get other threads of the pool.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainDelay + options.DrainTimeout);
        builder.Services.Configure<JsonOptions>(json => CopyContractOptions(json.SerializerOptions));
        AddServices(builder.Services, backend, options, loggers, timeProvider);
        var app = builder.Build();
        app.UseMiddleware<ErrorMiddleware>();
        if (options.ApiKey is not null)
        {
            app.UseMiddleware<ApiKeyMiddleware>();
        }

        app.UseMiddleware<AdmissionMiddleware>();
        app.UseMiddleware<InferMiddleware>();
        app.UseRouting();
        app.MapRouter();
        app.MapExperts();
        app.MapInference();
        app.MapOpenApi("/openapi/{documentName}.json");
        return app;
    }

    private static void AddServices(
        IServiceCollection services, GatewayBackend backend, GatewayOptions options, ILoggerFactory? loggers, TimeProvider? timeProvider)
    {
        services.AddLogging(logging =>
        {
            // An activity and a log scope for each request cost more than a small inference does.
            logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
            logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        });
        if (loggers is not null)
        {
            services.Replace(ServiceDescriptor.Singleton(_ => new BorrowedLoggers(loggers) as ILoggerFactory));
        }

        services.AddRoutingCore();
        services.AddOpenApi("v1", OpenApiDescription.Configure);
        services.AddSingleton(options);
        services.AddSingleton(timeProvider ?? TimeProvider.System);
        services.AddSingleton(backend.Router);
        services.AddSingleton(backend.Experts);
        services.AddSingleton(backend.Decisions);
        services.AddSingleton(backend.Models);
        services.AddSingleton<InferHandler>();
        services.AddSingleton<DrainState>();
        services.AddSingleton(_ => new Admission(options.MaxConcurrentRequests, options.MaxQueuedRequests));
        services.AddHostedService<DrainService>();
    }

    private static void CopyContractOptions(System.Text.Json.JsonSerializerOptions target)
    {
        var source = ContractJson.Options;
        target.AllowOutOfOrderMetadataProperties = source.AllowOutOfOrderMetadataProperties;
        target.DefaultIgnoreCondition = source.DefaultIgnoreCondition;
        target.Encoder = source.Encoder;
        target.NumberHandling = source.NumberHandling;
        target.RespectNullableAnnotations = source.RespectNullableAnnotations;
        foreach (var converter in source.Converters)
        {
            target.Converters.Add(converter);
        }
    }
}
