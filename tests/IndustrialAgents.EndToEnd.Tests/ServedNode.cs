using System.Net.Http.Json;
using System.Text.RegularExpressions;
using IndustrialAgents.Json;

namespace IndustrialAgents.EndToEnd.Tests;

/// <summary>A running <c>ia serve</c> on a free port, and a client of it.</summary>
internal sealed partial class ServedNode : IDisposable
{
    private ServedNode(ProgramProcess process, HttpClient client) => (Process, Client) = (process, client);

    public ProgramProcess Process { get; }

    public HttpClient Client { get; }

    /// <summary>Starts a node and waits until it is ready.</summary>
    public static Task<ServedNode> StartAsync(string home, CancellationToken cancellationToken, params string[] further) =>
        StartAsync(ProgramProcess.Start([.. Serve(home), .. further]), cancellationToken);

    /// <summary>Starts a node whose files can be kept from growing, by <see cref="ProgramProcess.LimitFileSizeAsync"/>.</summary>
    public static Task<ServedNode> StartWithFileSizeLimitAsync(string home, CancellationToken cancellationToken) =>
        StartAsync(ProgramProcess.StartWithFileSizeLimit(Serve(home)), cancellationToken);

    private static string[] Serve(string home) => ["serve", "--home", home, "--port", "0"];

    private static async Task<ServedNode> StartAsync(ProgramProcess process, CancellationToken cancellationToken)
    {
        try
        {
            var address = await process.WaitForAsync(Listening(), cancellationToken);
            return new ServedNode(process, new HttpClient { BaseAddress = new Uri(address.Groups[1].Value) });
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    public async Task<Answer> AskAsync(Request request, CancellationToken cancellationToken)
    {
        using var response = await Client.PostAsJsonAsync("v1/ask", request, ContractJson.Options, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Answer>(ContractJson.Options, cancellationToken))!;
    }

    public async Task<Decision?> FindDecisionAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await Client.GetAsync($"v1/decisions/{id}", cancellationToken);
        return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<Decision>(ContractJson.Options, cancellationToken) : null;
    }

    public async Task<HttpResponseMessage> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken) =>
        await Client.PostAsJsonAsync("v1/feedback", feedback, ContractJson.Options, cancellationToken);

    /// <summary>Names of the experts it lists.</summary>
    public async Task<string> ExpertsAsync(CancellationToken cancellationToken) => await Client.GetStringAsync("v1/experts", cancellationToken);

    public void Dispose()
    {
        Client.Dispose();
        Process.Dispose();
    }

    [GeneratedRegex(@"listening on (http://\S+?),? ")]
    private static partial Regex Listening();
}
