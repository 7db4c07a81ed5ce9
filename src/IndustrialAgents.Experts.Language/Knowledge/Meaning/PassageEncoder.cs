using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// Embeds the passages of a tenant that have no vector yet, in small batches, and keeps the vectors with the documents: after a restart the rest is embedded. The index
/// gets them once every passage has one. Used by one task at a time.
/// </summary>
internal sealed partial class PassageEncoder(KnowledgeStore store, KnowledgeIndex index, string tenant, TextEncoder encoder, ILogger logger)
{
    private const int BatchSize = 16;
    private const string Probe = "probe";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly Dictionary<long, float[]> _documents = [];
    private IExpert? _expert;
    private EncodedText? _probe;
    private string? _told;

    /// <summary>Embeds what is missing.</summary>
    /// <param name="stopping">Ends it between two batches.</param>
    /// <returns>Whether every passage has a vector.</returns>
    public async Task<bool> RunAsync(CancellationToken stopping)
    {
        try
        {
            var entry = encoder.Find();
            await RecognizeAsync(entry, stopping).ConfigureAwait(false);
            var isComplete = await EncodeAsync(entry, stopping).ConfigureAwait(false);
            _told = null;
            return isComplete;
        }
        catch (Exception e)
        {
            // An encoder that is away, full or broken may be well at the next pass; questions are answered by words meanwhile.
            if (!stopping.IsCancellationRequested && _told != e.Message)
            {
                LogFailed(logger, tenant, _told = e.Message);
            }

            return false;
        }
    }

    // Vectors of another model are in another space.
    private async Task RecognizeAsync(ExpertEntry entry, CancellationToken stopping)
    {
        if (ReferenceEquals(entry.Expert, _expert))
        {
            return;
        }

        var (probe, _) = await encoder.EncodeAsync(entry, Probe, LongestWait, stopping).ConfigureAwait(false);
        if (probe.Encoder != _probe?.Encoder)
        {
            _documents.Clear();
        }

        (_expert, _probe) = (entry.Expert, probe);
    }

    private async Task<bool> EncodeAsync(ExpertEntry entry, CancellationToken stopping)
    {
        var key = _probe!.Encoder;
        var documents = store.List(tenant);
        var ids = documents.Select(document => document.Id).ToHashSet();
        var gone = _documents.Keys.Where(id => !ids.Contains(id)).ToList();
        gone.ForEach(id => _documents.Remove(id));
        var isComplete = true;
        var isChanged = gone.Count > 0 || index.EncoderOf(tenant) != key;
        foreach (var document in documents.Where(document => !_documents.ContainsKey(document.Id)))
        {
            if (await EncodeAsync(entry, document, stopping).ConfigureAwait(false) is { } vectors)
            {
                (_documents[document.Id], isChanged) = (vectors, true);
            }
            else
            {
                // It was removed meanwhile; the next pass lists what there is.
                isComplete = false;
            }
        }

        if (isComplete && isChanged)
        {
            index.SetVectors(tenant, new PassageVectors(key, _probe.Vector.Length, new Dictionary<long, float[]>(_documents)));
            store.RemoveVectors(tenant, except: key);
            var passages = documents.Sum(document => document.Chunks);
            LogComplete(logger, passages, tenant, entry.Id);
        }

        return isComplete;
    }

    private async Task<float[]?> EncodeAsync(ExpertEntry entry, KnowledgeDocument document, CancellationToken stopping)
    {
        var (key, dimension) = (_probe!.Encoder, _probe.Vector.Length);
        var vectors = new float[document.Chunks * dimension];
        var known = store.ReadVectors(document.Id, key, vectors, dimension);
        int[] missing = [.. Enumerable.Range(0, document.Chunks).Where(ordinal => !known.Contains(ordinal))];
        if (missing.Length == 0)
        {
            return vectors;
        }

        var chunks = store.Chunks(document.Id);
        if (chunks.Count != document.Chunks)
        {
            return null;
        }

        foreach (var batch in missing.Chunk(BatchSize))
        {
            stopping.ThrowIfCancellationRequested();
            var encoded = await Task.WhenAll(batch.Select(ordinal => encoder.EncodeAsync(entry, chunks[ordinal].Whole, LongestWait, stopping))).ConfigureAwait(false);
            for (var i = 0; i < batch.Length; i++)
            {
                if (encoded[i].Text.Encoder != key)
                {
                    _expert = null;
                    throw new InvalidOperationException($"{entry.Id} changed while passages were embedded; it is begun again");
                }

                encoded[i].Text.Vector.CopyTo(vectors, batch[i] * dimension);
            }

            if (!store.AddVectors(document.Id, key, [.. batch.Select((ordinal, i) => (ordinal, encoded[i].Text.Vector))]))
            {
                return null;
            }
        }

        return vectors;
    }
}
