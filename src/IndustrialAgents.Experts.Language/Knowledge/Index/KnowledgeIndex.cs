using System.Collections.Concurrent;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// Finds documents of a <see cref="KnowledgeStore"/>. Each search first takes in what was added or removed since, by this or another process: what was added
/// is read alone, after a removal or change everything is read again. Many threads may search while documents are added. Thread-safe.
/// </summary>
/// <param name="store">The documents; not disposed with it.</param>
public sealed class KnowledgeIndex(KnowledgeStore store) : IDisposable
{
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly HashSet<long> _known = [];
    private readonly Dictionary<string, TenantIndex> _tenants = [];
    private readonly ConcurrentDictionary<string, PassageVectors> _vectors = [];

    /// <summary>Finds what fits a question best.</summary>
    /// <param name="tenant">Whose documents are searched.</param>
    /// <param name="question">The question, of any length; its first 64 different words count.</param>
    /// <param name="top">The most hits, at least 1.</param>
    /// <param name="asset">Only documents about this asset, what lies within it or what it lies within, and those about none; null for all.</param>
    /// <returns>Hits, best first; none where no document has a word of the question.</returns>
    public IReadOnlyList<KnowledgeHit> Search(string tenant, string question, int top, AssetPath? asset = null) => Search(tenant, question, top, asset, refresh: true);

    /// <summary>As the other overload; without taking in what changed where <paramref name="refresh"/> is false.</summary>
    /// <param name="tenant">Whose documents are searched.</param>
    /// <param name="question">The question.</param>
    /// <param name="top">The most hits, at least 1.</param>
    /// <param name="asset">The asset they are about; null for all.</param>
    /// <param name="refresh">Whether what changed is taken in.</param>
    /// <param name="meaning">The question's vector, which ranks once more where every passage has one of the same encoder; null for none.</param>
    internal IReadOnlyList<KnowledgeHit> Search(string tenant, string question, int top, AssetPath? asset, bool refresh, EncodedText? meaning = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        return Read<IReadOnlyList<KnowledgeHit>>(tenant, index => index.Search(question, top, asset, meaning, _vectors.GetValueOrDefault(tenant)), [], refresh);
    }

    /// <summary>The encoder of the vectors of a tenant's passages; null where there are none.</summary>
    internal string? EncoderOf(string tenant) => _vectors.GetValueOrDefault(tenant)?.Encoder;

    /// <summary>Gives a tenant's passages their vectors.</summary>
    internal void SetVectors(string tenant, PassageVectors vectors) => _vectors[tenant] = vectors;

    /// <summary>The coverage from which on a piece of this tenant's documents is taken to support an answer; see <see cref="KnowledgeHit.Coverage"/>.</summary>
    /// <param name="tenant">Whose documents.</param>
    /// <param name="refresh">Whether what was added or removed since is taken in first.</param>
    internal double EvidenceLevel(string tenant, bool refresh = true) => Read(tenant, index => index.EvidenceLevel(), 1, refresh);

    /// <summary>Computes a question that counts, compares, averages or ranks over the one table of a tenant's documents that it fits; see <see cref="TableQuestions"/>.</summary>
    /// <param name="tenant">Whose documents.</param>
    /// <param name="question">The question.</param>
    /// <param name="asset">As for <see cref="Search(string, string, int, AssetPath?)"/>.</param>
    /// <param name="unknown">The word that kept it from being computed where it stands in none of the tables; null otherwise.</param>
    /// <returns>The answer; null where the question asks for no computation, or is not understood, or fits more than one table.</returns>
    public TableAnswer? Compute(string tenant, string question, AssetPath? asset, out string? unknown)
    {
        ArgumentNullException.ThrowIfNull(question);
        unknown = null;
        var answers = new List<TableAnswer>();
        foreach (var (_, table) in Read<IReadOnlyList<(KnowledgeDocument Document, KnowledgeTable Table)>>(tenant, index => index.Tables(asset), []))
        {
            if (TableQuestions.Parse(question, table, out var word) is { } query)
            {
                answers.Add(TableAnswers.Compute(table, query));
            }

            unknown ??= word;
        }

        unknown = answers.Count > 0 ? null : unknown;
        return answers.Where(answer => answer.Rows.Count > 0).ToList() is { Count: 1 } one ? one[0] : answers.Count == 1 ? answers[0] : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    // The documents are looked for once a question: what else it needs is answered from the same state, unless another question took in more meanwhile.
    private T Read<T>(string tenant, Func<TenantIndex, T> read, T otherwise, bool refresh = true)
    {
        if (refresh)
        {
            Refresh();
        }

        _gate.EnterReadLock();
        try
        {
            return _tenants.TryGetValue(tenant, out var index) ? read(index) : otherwise;
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    private void Refresh()
    {
        var documents = store.List();
        _gate.EnterReadLock();
        bool isCurrent;
        try
        {
            isCurrent = documents.Count == _known.Count && documents.All(document => _known.Contains(document.Id));
        }
        finally
        {
            _gate.ExitReadLock();
        }

        if (isCurrent)
        {
            return;
        }

        _gate.EnterWriteLock();
        try
        {
            // Asked again: another thread may have taken in more since.
            documents = store.List();
            var ids = documents.Select(document => document.Id).ToHashSet();
            if (_known.Any(id => !ids.Contains(id)))
            {
                _known.Clear();
                _tenants.Clear();
            }

            foreach (var document in documents.Where(document => _known.Add(document.Id)))
            {
                if (!_tenants.TryGetValue(document.Tenant, out var index))
                {
                    _tenants.Add(document.Tenant, index = new TenantIndex());
                }

                index.Add(document, store.Chunks(document.Id));
            }
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }
}
