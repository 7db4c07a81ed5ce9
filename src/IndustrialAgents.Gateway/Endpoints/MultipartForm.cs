using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IndustrialAgents.Gateway.Endpoints;

/// <summary>Reads forms with files, in memory and within the gateway's limit.</summary>
internal static class MultipartForm
{
    /// <summary>The media type of a form with files.</summary>
    public const string MediaType = "multipart/form-data";

    /// <summary>Reads a form whole.</summary>
    /// <exception cref="InvalidRequestException">It is malformed.</exception>
    /// <exception cref="BadHttpRequestException">It is larger than the gateway takes.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpRequest http, GatewayOptions options, CancellationToken cancellationToken)
    {
        http.HttpContext.Features.Set<IFormFeature>(new FormFeature(
            http,
            new FormOptions { MultipartBodyLengthLimit = options.MaxBodyBytes, ValueLengthLimit = (int)options.MaxBodyBytes, MemoryBufferThreshold = (int)options.MaxBodyBytes, }));
        try
        {
            return await http.ReadFormAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidRequestException("body", $"is not a multipart form: {e.Message}", e);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw new InvalidRequestException("body", "ends in the middle of a multipart form", e);
        }
    }

    /// <summary>The bytes of a form's file.</summary>
    public static async Task<byte[]> ReadFileAsync(IFormFile file, CancellationToken cancellationToken)
    {
        var bytes = new byte[file.Length];
        var stream = file.OpenReadStream();
        await using (stream.ConfigureAwait(false))
        {
            await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        return bytes;
    }
}
