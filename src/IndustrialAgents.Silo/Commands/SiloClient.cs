using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IndustrialAgents.Json;
using IndustrialAgents.Orleans;

namespace IndustrialAgents.Silo.Commands;

/// <summary>Speaks to a running silo over HTTP. Not thread-safe.</summary>
internal sealed class SiloClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Makes a client.</summary>
    /// <param name="silo">Address of the silo's HTTP.</param>
    /// <param name="apiKey">The key; null for none.</param>
    public SiloClient(Uri silo, string? apiKey)
    {
        _http = new HttpClient { BaseAddress = silo, Timeout = Timeout.InfiniteTimeSpan };
        if (apiKey is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new("Bearer", apiKey);
        }
    }

    /// <summary>Brings a file unless it is there.</summary>
    /// <returns>Whether it was brought.</returns>
    public async Task<bool> BringAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        using var question = new HttpRequestMessage(HttpMethod.Head, $"v1/files/{sha256}");
        using var known = await _http.SendAsync(question, cancellationToken).ConfigureAwait(false);
        if (known.StatusCode != HttpStatusCode.NotFound)
        {
            await RequireAsync(known, cancellationToken).ConfigureAwait(false);
            return false;
        }

        var file = File.OpenRead(path);
        await using var closing = file.ConfigureAwait(false);
        using var content = new StreamContent(file);
        content.Headers.ContentType = new("application/octet-stream");
        using var response = await _http.PutAsync(new Uri($"v1/files/{sha256}", UriKind.Relative), content, cancellationToken).ConfigureAwait(false);
        await RequireAsync(response, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>The catalogue.</summary>
    public Task<Catalog> GetAsync(CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, "v1/catalog", null, cancellationToken);

    /// <summary>Changes the catalogue.</summary>
    public async Task<Catalog> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: ContractJson.Options);
        }

        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await RequireAsync(response, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadFromJsonAsync<Catalog>(ContractJson.Options, cancellationToken).ConfigureAwait(false)
            ?? throw new IndustrialAgentsException("the silo sent no catalogue");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task RequireAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        throw new IndustrialAgentsException($"the silo answers {(int)response.StatusCode}: {Detail(body) ?? response.ReasonPhrase}");
    }

    private static string? Detail(string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : body;
        }
        catch (JsonException)
        {
            // Something between here and the silo that does not speak JSON: its own words are the best there is.
            return body.Length > 0 ? body : null;
        }
    }
}
