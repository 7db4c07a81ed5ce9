using IndustrialAgents.Gateway.Draining;
using IndustrialAgents.Gateway.Endpoints;
using IndustrialAgents.Gateway.Errors;
using IndustrialAgents.Gateway.Inference;
using IndustrialAgents.Gateway.Limits;
using IndustrialAgents.Gateway.OpenAi;
using IndustrialAgents.Hosting.Ai;
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

/// <summary>Adds the gateway to a web application of somebody else's; <see cref="GatewayApp"/> makes one of its own.</summary>
public static class GatewayHosting
{
    /// <summary>
    /// Adds the gateway's listener, limits and services. What it speaks for is the host's to register: <see cref="IRouter"/>,
    /// <see cref="IExpertDirectory"/>, <see cref="IDecisionStore"/> and <see cref="IModelDirectory"/>; a <see cref="TimeProvider"/> and any number
    /// of <see cref="IReadinessCheck"/> where it has them.
    /// </summary>
    /// <param name="builder">The application in the making.</param>
    /// <param name="options">Where it listens and what it takes on.</param>
    /// <exception cref="InvalidGatewayOptionsException">An option is wrong, or the gateway would be open to others without a key.</exception>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder, GatewayOptions options)
    {
        var endpoint = options.Validate();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(endpoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (options.Certificate is { } certificate)
                {
                    listen.UseHttps(certificate);
                }
            });
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
        });

        // A request is worked on by the thread that read it, without a hop; other connections get other threads of the pool.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainDelay + options.DrainTimeout);
        builder.Services.Configure<JsonOptions>(json => CopyContractOptions(json.SerializerOptions));
        AddServices(builder.Services, options);
        return builder;
    }

    /// <summary>Lets the gateway answer requests: its limits go round everything that the application maps, its endpoints are mapped.</summary>
    /// <param name="app">An application whose builder got <see cref="AddGateway"/>.</param>
    /// <param name="within">Adds middleware within the gateway's limits and before its endpoints; null for none.</param>
    public static WebApplication UseGateway(this WebApplication app, Action<IApplicationBuilder>? within = null)
    {
        app.UseMiddleware<ErrorMiddleware>();
        if (app.Services.GetRequiredService<GatewayOptions>().ApiKey is not null)
        {
            app.UseMiddleware<ApiKeyMiddleware>();
        }

        app.UseMiddleware<AdmissionMiddleware>();
        within?.Invoke(app);
        app.UseMiddleware<InferMiddleware>();
        app.UseRouting();
        app.MapRouter();
        app.MapExperts();
        app.MapKnowledge();
        app.MapInference();
        app.MapOpenAi();
        app.MapOpenApi("/openapi/{documentName}.json");
        return app;
    }

    private static void AddServices(IServiceCollection services, GatewayOptions options)
    {
        services.AddLogging(logging =>
        {
            // An activity and a log scope for each request cost more than a small inference does.
            logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
            logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        });
        services.AddRoutingCore();
        services.AddOpenApi("v1", OpenApiDescription.Configure);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<InferHandler>();
        services.AddSingleton<TextModels>();
        services.AddSingleton<DrainState>();
        services.AddSingleton<Readiness>();
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
