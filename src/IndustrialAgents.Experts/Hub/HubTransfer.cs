using System.Globalization;

namespace IndustrialAgents.Experts;

/// <summary>Receives a file, from where its part ends.</summary>
/// <param name="connection">Where it comes from.</param>
/// <param name="address">Its address at the hub.</param>
/// <param name="file">The file.</param>
/// <param name="what">What it is called in errors.</param>
internal sealed class HubTransfer(HubConnection connection, Uri address, HubFile file, string what)
{
    /// <summary>Receives as much as comes in one transfer.</summary>
    /// <returns>The bytes that the part has now.</returns>
    /// <exception cref="TransientHubException">Not a byte came, and the next transfer may bring some.</exception>
    /// <exception cref="ModelHubException">None will, or more came than the file has.</exception>
    public async ValueTask<long> ReceiveAsync(FileStream part, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var before = part.Length;
        using var stall = connection.StartStallTimer(cancellationToken);
        try
        {
            using var response = await connection.GetAsync(address, before, what, stall, cancellationToken).ConfigureAwait(false);
            Place(response, part);
            before = part.Length;
            await CopyAsync(response, part, progress, stall).ConfigureAwait(false);
        }
        catch (TransientHubException e) when (e.StartOver)
        {
            part.SetLength(0);
            throw;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            if (part.Length == before)
            {
                throw new TransientHubException($"the transfer broke off: {e.Message}", null, e);
            }
        }
        finally
        {
            // What came stays, whatever ends the transfer.
            await part.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return part.Length > before || part.Length == file.Size ? part.Length : throw new TransientHubException("the transfer broke off without a byte");
    }

    // Puts the part to where the answer goes on.
    private void Place(HttpResponseMessage response, FileStream part)
    {
        var range = response.Content.Headers.ContentRange;
        var whole = (int)response.StatusCode == 200;
        if (whole || range?.From is not { } from || from != part.Length)
        {
            // The hub gives the whole where a part was asked for, or another part.
            part.SetLength(0);
            if (!whole)
            {
                throw new TransientHubException($"the hub goes on from byte {range?.From?.ToString(CultureInfo.InvariantCulture) ?? "?"}, which was not asked for");
            }
        }

        part.Position = part.Length;
        var total = whole ? response.Content.Headers.ContentLength : range?.Length;
        if (total is { } told && told != file.Size)
        {
            throw new ModelHubException($"{what} has {told:N0} bytes where it is stored and {file.Size:N0} in the hub's list; try again later, or another endpoint");
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, FileStream part, IProgress<long>? progress, StallTimer stall)
    {
        var body = new ProgressStream(await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false), stall);
        await using (body.ConfigureAwait(false))
        {
            var buffer = new byte[1 << 17];
            while (await ReadAsync(body, buffer, stall.Token).ConfigureAwait(false) is var read and > 0)
            {
                if (part.Position + read > file.Size)
                {
                    part.SetLength(0);
                    throw new ModelHubException($"{what} brings more than the {file.Size:N0} bytes in the hub's list; it was deleted. Try another endpoint");
                }

                // Not cancelled: half a write would leave the part's end unclear.
                await part.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None).ConfigureAwait(false);
                progress?.Report(part.Position);
            }
        }
    }

    // The disk's errors are no broken transfer, though both are of one type.
    private static async Task<int> ReadAsync(ProgressStream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }
}
