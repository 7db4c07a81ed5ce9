using System.Text.Json;
using IndustrialAgents.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.OpenAi;

/// <summary>Reads fields of a request's JSON, each with an error that names it. Lives no longer than its document.</summary>
internal readonly struct BodyReader(JsonElement element, string path)
{
    public JsonElement Element => element;

    /// <summary>Reads a body.</summary>
    /// <exception cref="UnsupportedMediaException">It is no JSON by its type.</exception>
    /// <exception cref="InvalidRequestException">It is no JSON object.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext context)
    {
        MediaType.RequireJson(context.Request.ContentType);
        var document = await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { MaxDepth = 32 }, context.RequestAborted).ConfigureAwait(false);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        using (document)
        {
            throw new InvalidRequestException("body", $"is {document.RootElement.ValueKind}; it must be an object");
        }
    }

    public BodyReader? Find(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? new BodyReader(value, Path(name)) : null;

    public BodyReader Require(string name, string what) => Find(name) ?? throw new InvalidRequestException(Path(name), $"is missing; it must be {what}");

    public string Text()
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong("a string");
        }
        catch (InvalidOperationException)
        {
            throw Wrong("a string of Unicode");
        }
    }

    public double Number() => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Wrong("a number");

    public long Whole() => element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) ? number : throw Wrong("a whole number");

    public int Count() => Whole() is > 0 and <= int.MaxValue and var number ? (int)number : throw Wrong("a whole number above 0");

    public bool Flag() => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Wrong("true or false");

    public IReadOnlyList<BodyReader> Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("a list");
        }

        var at = path;
        return [.. element.EnumerateArray().Select((item, i) => new BodyReader(item, $"{at}[{i}]"))];
    }

    /// <summary>A string, or a list of strings.</summary>
    public IReadOnlyList<string> Texts() => element.ValueKind == JsonValueKind.Array ? [.. Items().Select(item => item.Text())] : [Text()];

    public InvalidRequestException Wrong(string needed)
    {
        var text = element.GetRawText();
        return new InvalidRequestException(path, $"is {(text.Length <= 60 ? text : $"{text[..60]}...")}; it must be {needed}");
    }

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
