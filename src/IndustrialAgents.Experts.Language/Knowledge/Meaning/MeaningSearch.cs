namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// Finds passages by words and, where an encoder is named and every passage has its vector, by meaning. An encoder that fails is left out of this search and told of
/// in the part. Thread-safe.
/// </summary>
internal sealed class MeaningSearch(KnowledgeOptions options, KnowledgeIndex index, TextEncoder? encoder, TimeProvider time)
{
    /// <summary>Finds what fits best.</summary>
    /// <param name="request">The request, whose deadline holds.</param>
    /// <param name="question">The question.</param>
    /// <param name="refresh">Whether documents that changed are taken in first.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>Hits, best first, and how the encoder fared; null where it was not asked.</returns>
    public ValueTask<(IReadOnlyList<KnowledgeHit> Hits, Contribution? Part)> SearchAsync(Request request, string question, bool refresh, CancellationToken cancellationToken)
    {
        var top = request.Parameters.Top ?? options.Top;
        return encoder is null || index.EncoderOf(options.Tenant) is null
            ? new((index.Search(options.Tenant, question, top, request.Asset, refresh), null))
            : new(EncodeAsync(encoder, request, question, top, refresh, cancellationToken));
    }

    private async Task<(IReadOnlyList<KnowledgeHit> Hits, Contribution? Part)> EncodeAsync(TextEncoder asked, Request request, string question, int top, bool refresh, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        EncodedText? meaning = null;
        Contribution? part = null;
        ExpertEntry? entry = null;
        try
        {
            // Half of what is left is kept for the search and the answer.
            var wait = asked.Wait(request, options.EncoderTimeoutSeconds * 2) * 0.5;
            entry = asked.Find();
            var (text, reply) = await asked.EncodeAsync(entry, question, wait, cancellationToken).ConfigureAwait(false);
            var isOfThisSpace = text.Encoder == index.EncoderOf(options.Tenant);
            meaning = isOfThisSpace ? text : null;
            part = new Contribution
            {
                Expert = entry.Id,
                Status = isOfThisSpace ? ContributionStatus.Answered : ContributionStatus.Unused,
                Latency = time.GetElapsedTime(started),
                Cost = reply.Cost,
                ModelHash = reply.ModelHash,
                Error = isOfThisSpace ? null : $"{entry.Id} changed, and the passages are not embedded anew yet: they were found by words alone",
            };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            part = new Contribution
            {
                Expert = entry?.Id ?? Named(options.Encoder!),
                Status = e is DeadlineExceededException ? ContributionStatus.TimedOut : ContributionStatus.Failed,
                Latency = time.GetElapsedTime(started),
                Error = $"{e.Message}; passages were found by words alone",
            };
        }

        return (index.Search(options.Tenant, question, top, request.Asset, refresh, meaning), part);
    }

    private static ExpertId Named(string name) => name.Split('@', 2) is [var only, var version] ? new ExpertId(only, version) : new ExpertId(name, "?");
}
