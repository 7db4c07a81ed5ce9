using IndustrialAgents.Gateway.Errors;
using IndustrialAgents.Gateway.Inference;
using Microsoft.AspNetCore.Http;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>A document as a request brings it.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Asset">The asset it is about; null for all.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record PostedDocument(string Name, AssetPath? Asset, byte[] Bytes)
{
    /// <summary>Reads a body that is the document itself, or a form with it as its only file. What the query says holds before what the form says.</summary>
    /// <exception cref="InvalidRequestException">There is no name, no content, more than one file, or the asset is none.</exception>
    /// <exception cref="BadHttpRequestException">It is larger than the gateway takes.</exception>
    public static async Task<PostedDocument> ReadAsync(HttpRequest http, GatewayOptions options, CancellationToken cancellationToken)
    {
        var (name, asset) = ((string?)http.Query["name"], (string?)http.Query["asset"]);
        byte[] bytes;
        if (MediaType.Is(http.ContentType ?? "", MultipartForm.MediaType))
        {
            var form = await MultipartForm.ReadAsync(http, options, cancellationToken).ConfigureAwait(false);
            InvalidRequestException.Require(form.Files.Count == 1, "body", $"is a form with {form.Files.Count} files; a document is one file, so send one a request");
            name ??= (string?)form["name"] ?? Path.GetFileName(form.Files[0].FileName.Replace('\\', '/'));
            asset ??= form["asset"];
            bytes = await MultipartForm.ReadFileAsync(form.Files[0], cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // Told before the body is read: it may be long.
            InvalidRequestException.Require(!string.IsNullOrWhiteSpace(name), "name", "is missing; give the document's file name, such as ?name=manual.pdf");
            using var body = await RequestBody.ReadAsync(http, 0, cancellationToken).ConfigureAwait(false);
            bytes = body.Bytes.ToArray();
        }

        InvalidRequestException.Require(!string.IsNullOrWhiteSpace(name), "name", "is missing; give the document's file name, such as ?name=manual.pdf");
        InvalidRequestException.Require(bytes.Length > 0, "body", "is empty; send the document's bytes");
        return new PostedDocument(name!, string.IsNullOrEmpty(asset) ? null : AssetPath.Parse(asset), bytes);
    }
}
