using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace IndustrialAgents.Experts;

/// <summary>Gives out what a call writes while it writes it. Thread-safe.</summary>
public static class TextPieces
{
    /// <summary>Begins a call and reads what it writes. Its errors come after what it wrote before them; who stops reading cancels it.</summary>
    /// <param name="call">Writes pieces of the text, and returns the whole reply. It never waits for who reads: what waits here is at most the whole text.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The pieces, and last an update with the reply and no text.</returns>
    public static async IAsyncEnumerable<ExpertUpdate> ReadAsync(
        Func<ChannelWriter<string>, CancellationToken, ValueTask<ExpertReply>> call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var pieces = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reply = RunAsync();
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return new ExpertUpdate(piece);
            }

            yield return new ExpertUpdate("", await reply.ConfigureAwait(false));
        }
        finally
        {
            // Who stops reading wants nothing more written.
            await ending.CancelAsync().ConfigureAwait(false);
        }

        async Task<ExpertReply> RunAsync()
        {
            try
            {
                return await call(pieces.Writer, ending.Token).ConfigureAwait(false);
            }
            finally
            {
                pieces.Writer.TryComplete();
            }
        }
    }
}
