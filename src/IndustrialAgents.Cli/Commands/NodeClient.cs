using System.Net.Http.Json;
using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.Cli.Commands;

/// <summary>Asks a running node over HTTP. Not thread-safe.</summary>
internal sealed class NodeClient : IDisposable
{
    private readonly HttpClient _http;

    public NodeClient(Uri node, string? apiKey)
    {
        _http = new HttpClient { BaseAddress = node, Timeout = Timeout.InfiniteTimeSpan };
        if (apiKey is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new("Bearer", apiKey);
        }
    }

    public async Task<Answer> AskAsync(Request request, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync("v1/ask", request, ContractJson.Options, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new IndustrialAgentsException(await DescribeAsync(response, cancellationToken).ConfigureAwait(false));
        }

        return await response.Content.ReadFromJsonAsync<Answer>(ContractJson.Options, cancellationToken).ConfigureAwait(false)
            ?? throw new IndustrialAgentsException("the node sent no answer");
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> DescribeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var problem = JsonDocument.Parse(body);
            if (problem.RootElement.TryGetProperty("detail", out var detail))
            {
                return $"the node answers {(int)response.StatusCode}: {detail.GetString()}";
            }
        }
        catch (JsonException)
        {
            // Something between here and the node that does not speak JSON: its own words are the best there is.
        }

        return $"the node answers {(int)response.StatusCode} {response.ReasonPhrase}: {body}";
    }
}
