using System.Threading.Channels;

namespace IndustrialAgents.Orleans.Experts;

/// <summary>A request whose text is given out while it is written. Used by one call at a time.</summary>
/// <param name="request">The request.</param>
/// <param name="pieces">Takes the pieces.</param>
internal sealed class StreamedCall(Request request, ChannelWriter<string> pieces)
{
    /// <summary>The request.</summary>
    public Request Request => request;

    /// <summary>Whether something was given out, which is not taken back: the request cannot go elsewhere any more.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Asks an expert.</summary>
    public async ValueTask<ExpertReply> AskAsync(IExpert expert, CancellationToken cancellationToken)
    {
        if (expert is IStreamingExpert streaming)
        {
            return await PassOnAsync(streaming.StreamAsync(request, cancellationToken), expert.Manifest.Id).ConfigureAwait(false);
        }

        var reply = await expert.AskAsync(request, cancellationToken).ConfigureAwait(false);
        if (reply.Output is GeneratedText text)
        {
            Write(text.Text);
        }

        return reply;
    }

    /// <summary>Gives out what another one gives out.</summary>
    /// <exception cref="ExpertFailedException">It ended without a reply.</exception>
    public async ValueTask<ExpertReply> PassOnAsync(IAsyncEnumerable<ExpertUpdate> updates, ExpertId expert)
    {
        ExpertReply? reply = null;
        await foreach (var update in updates.ConfigureAwait(false))
        {
            Write(update.Text);
            reply = update.Reply;
        }

        return reply ?? throw new ExpertFailedException(expert, "its text ended without a reply");
    }

    private void Write(string piece)
    {
        if (piece.Length > 0)
        {
            HasBegun = true;
            pieces.TryWrite(piece);
        }
    }
}
