using System.Net;
using IndustrialAgents.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IndustrialAgents.Gateway.Tests;

public sealed class DrainTests
{
    private const string Good = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

    [Fact]
    public async Task Stop_WithARequestInFlight_WithdrawsReadinessAndLetsItFinish()
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var model = new FakeModel(ElementType.Float32, 1);
        var echo = model.Run;
        model.Run = async (inputs, token) =>
        {
            started.SetResult();
            await release.Task.WaitAsync(token);
            return await echo(inputs, token);
        };
        await using var gateway = await RunningGateway.StartAsync(model, new GatewayOptions { Port = 0, DrainDelay = TimeSpan.FromSeconds(2) });
        var inFlight = gateway.InferAsync(Good);
        await started.Task;
        var run = gateway.App.WaitForShutdownAsync(TestContext.Current.CancellationToken);

        // What the console lifetime does on SIGTERM.
        gateway.App.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        HttpStatusCode ready;
        do
        {
            (ready, _) = await gateway.GetAsync("/v2/health/ready");
        }
        while (ready == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("/v2/health/live")).Status);
        Assert.False(inFlight.IsCompleted);
        release.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await inFlight).Status);
        await run;
    }

    [Fact]
    public async Task Stop_WithARequestThatNeverEnds_EndsWithinTheLimit()
    {
        var started = new TaskCompletionSource();
        var model = new FakeModel(ElementType.Float32, 1);
        model.Run = async (_, token) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return null!;
        };
        await using var gateway = await RunningGateway.StartAsync(model, new GatewayOptions { Port = 0, DrainTimeout = TimeSpan.FromMilliseconds(100) });
        var inFlight = gateway.InferAsync(Good);
        await started.Task;
        await gateway.App.StopAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(() => inFlight);
    }
}
