using System.Text.Json;
using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Gateway.Errors;
using IndustrialAgents.Json;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>Reads a request to the router from a form: what browsers and <c>curl -F</c> send, without base64.</summary>
internal static class MultipartRequest
{
    private const string RequestField = "request";

    /// <summary>
    /// Reads the form: the field <c>request</c> is the request's JSON, and each file is one more input, named as its field: a series where it
    /// is a CSV table by its type or name, an image otherwise.
    /// </summary>
    /// <exception cref="InvalidRequestException">The form is malformed or has no request, or a table is no series.</exception>
    public static async Task<Request> ReadAsync(HttpRequest http, GatewayOptions options, CancellationToken cancellationToken)
    {
        var form = await MultipartForm.ReadAsync(http, options, cancellationToken).ConfigureAwait(false);
        var text = form[RequestField];
        if (text.Count != 1)
        {
            throw new InvalidRequestException(RequestField, $"is {(text.Count == 0 ? "missing" : "given twice")}; a form has one field '{RequestField}' with the request's JSON");
        }

        var files = new List<RequestInput>(form.Files.Count);
        foreach (var file in form.Files)
        {
            files.Add(IsTable(file)
                ? new SeriesInput(ReadTable(file, options.RequestLimits)) { Name = file.Name }
                : new ImageInput(await MultipartForm.ReadFileAsync(file, cancellationToken).ConfigureAwait(false)) { Name = file.Name });
        }

        var request = JsonSerializer.Deserialize<Request>(WithInputs(text[0]!), ContractJson.Options)
            ?? throw new InvalidRequestException(RequestField, "is null; it must be an object");
        return request with { Inputs = [.. request.Inputs, .. files] };
    }

    // A request whose inputs are all files need not say so.
    private static string WithInputs(string json)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(json);
        if (node is System.Text.Json.Nodes.JsonObject request && !request.ContainsKey("inputs"))
        {
            request["inputs"] = new System.Text.Json.Nodes.JsonArray();
        }

        return node?.ToJsonString() ?? "null";
    }

    // By its name as well: not every client knows the type.
    private static bool IsTable(IFormFile file) =>
        MediaType.Is(file.ContentType ?? "", "text/csv") || Path.GetExtension(file.FileName).Equals(".csv", StringComparison.OrdinalIgnoreCase);

    private static Series ReadTable(IFormFile file, RequestLimits limits)
    {
        using var text = new StreamReader(file.OpenReadStream());
        var options = new SeriesReaderOptions { MaxValues = limits.MaxSeriesValues, MaxColumns = limits.MaxChannels };
        return SeriesReader.Read(text, options, file.FileName.Length > 0 ? Path.GetFileName(file.FileName) : file.Name).Series;
    }
}
