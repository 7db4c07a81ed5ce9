using System.Globalization;
using IndustrialAgents.Gateway.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Answers inference requests of the Open Inference Protocol. Thread-safe.</summary>
/// <param name="models">The models.</param>
internal sealed class InferHandler(IModelDirectory models)
{
    private const string HeaderLength = "Inference-Header-Content-Length";
    private const string Json = "application/json";
    private const string Binary = "application/octet-stream";
    private const int FirstResponse = 4096;

    /// <summary>Runs a model on the tensors of a request's body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="version">Its version; null for the latest.</param>
    public async Task HandleAsync(HttpContext context, string name, string? version)
    {
        RequireMediaType(context.Request);
        var model = models.Find(name, version) ?? throw new ExpertNotFoundException(version is null ? name : $"{name}@{version}");
        var header = ReadHeaderLength(context.Request.Headers);
        await model.LoadAsync(context.RequestAborted).ConfigureAwait(false);
        var body = await RequestBody.ReadAsync(context.Request, Math.Max(header, 0), context.RequestAborted).ConfigureAwait(false);
        InferRequest request;
        try
        {
            var bytes = body.Bytes;
            ModelFit.Refuse(header > bytes.Length, HeaderLength, $"{header}; the body has {bytes.Length} bytes");
            request = header < 0
                ? InferRequestReader.Read(model, bytes.Span, default)
                : InferRequestReader.Read(model, bytes.Span[..header], bytes[header..]);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        // Where a run ends early, by failure or cancellation, a batch may still read the tensors: their memory is then left to the collector.
        var outputs = await model.Runner.RunAsync(request.Inputs, context.RequestAborted).ConfigureAwait(false);
        using var writer = new PooledWriter(FirstResponse);
        var responseHeader = InferResponseWriter.Write(model, request, outputs, writer);

        // Not before the response is written: an output may be an input passed through.
        request.Release();
        body.Dispose();
        await RespondAsync(context.Response, writer, responseHeader).ConfigureAwait(false);
    }

    private static async Task RespondAsync(HttpResponse response, PooledWriter writer, int header)
    {
        response.ContentType = header < 0 ? Json : Binary;
        response.ContentLength = writer.Length;
        if (header >= 0)
        {
            response.Headers[HeaderLength] = header.ToString(CultureInfo.InvariantCulture);
        }

        await response.BodyWriter.WriteAsync(writer.Written).ConfigureAwait(false);
    }

    private static int ReadHeaderLength(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(HeaderLength, out var text) || StringValues.IsNullOrEmpty(text))
        {
            return -1;
        }

        return text.Count == 1 && int.TryParse(text[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new InvalidRequestException(HeaderLength, $"'{text}' is not the number of bytes of the JSON at the start of the body");
    }

    private static void RequireMediaType(HttpRequest request)
    {
        var type = request.ContentType;
        if (type is not (null or "" or Json or Binary) && !MediaType.Is(type, Json) && !MediaType.Is(type, Binary))
        {
            throw new UnsupportedMediaException($"'{type}' is not read here; send {Json}, or {Binary} with binary tensor data");
        }

        var encoding = request.Headers.ContentEncoding;
        if (encoding.Count > 0 && encoding != "identity")
        {
            throw new UnsupportedMediaException($"Content-Encoding '{encoding}' is not read here; send the body as it is");
        }
    }
}
