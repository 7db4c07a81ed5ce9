using System.Runtime.InteropServices;

namespace IndustrialAgents.Routing;

/// <summary>
/// Past losses by expert and context with back-off: the mean loss in a context is shrunk towards that of the coarser one (regime, asset, its
/// parents, task, prior), as hierarchical Dirichlet smoothing does with counts (MacKay and Peto 1995, "A hierarchical Dirichlet language
/// model", Natural Language Engineering 1(3)). Statistics of consecutive stretches of feedback concatenate (<see cref="Append"/>) into what
/// learning all of it in that order gives. At most <see cref="RouterOptions.MaxContexts"/> contexts: losses in later ones count in the coarser
/// ones only. All that are merged must have one <see cref="RouterOptions.Forgetting"/>. Not thread-safe.
/// </summary>
public sealed class LossStatistics : IEquatable<LossStatistics>
{
    private readonly RouterOptions _options;
    private readonly Dictionary<LossContext, Context> _contexts = [];

    // In the order in which they came, each after its coarser one: where the limit falls depends on it.
    private readonly List<Context> _order = [];

    /// <summary>Statistics of no losses.</summary>
    /// <param name="options">Gives γ, the limit of contexts, and the loss assumed before any feedback.</param>
    public LossStatistics(RouterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>Number of contexts kept.</summary>
    public int Contexts => _order.Count;

    /// <summary>Every record there is, each context after its coarser ones.</summary>
    public IEnumerable<(LossContext Context, ExpertId Expert, LossRecord Record)> Records =>
        _order.SelectMany(context => context.Records, (context, pair) => (context.Key, pair.Key, pair.Value));

    /// <summary>The contexts in the order in which they came.</summary>
    internal IReadOnlyList<Context> Ordered => _order;

    /// <summary>The losses of an expert in exactly that context; no observations where there are none.</summary>
    public LossRecord Find(LossContext context, ExpertId expert) =>
        _contexts.TryGetValue(context, out var found) ? found.Records.GetValueOrDefault(expert) : default;

    /// <summary>Takes in the losses of one decision, in the request's context and in all coarser ones.</summary>
    /// <param name="request">The request that was decided.</param>
    /// <param name="losses">Loss, 0 (right) to 1 (wrong), of each expert that had answered.</param>
    public void Learn(Request request, IReadOnlyList<(ExpertId Expert, double Loss)> losses)
    {
        if (losses.Count == 0)
        {
            return;
        }

        for (var context = FindOrAdd(KeyOf(request)); context is not null; context = context.Coarser)
        {
            for (var i = 0; i < losses.Count; i++)
            {
                ref var record = ref CollectionsMarshal.GetValueRefOrAddDefault(context.Records, losses[i].Expert, out _);
                record = record.Add(losses[i].Loss, _options.Forgetting);
            }
        }
    }

    /// <summary>Takes in the stretch of feedback that came right after this one. Contexts beyond the limit are left out: their losses are in the coarser ones.</summary>
    /// <param name="later">The later stretch; stays as it is.</param>
    public void Append(LossStatistics later)
    {
        ArgumentNullException.ThrowIfNull(later);
        foreach (var added in later._order)
        {
            if (FindOrAdd(added.Key) is not { } context || context.Key != added.Key)
            {
                continue;
            }

            foreach (var (expert, record) in added.Records)
            {
                ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(context.Records, expert, out _);
                kept = kept.Append(record, _options.Forgetting);
            }
        }
    }

    /// <summary>A copy that shares nothing with this one.</summary>
    public LossStatistics Clone()
    {
        var copy = new LossStatistics(_options);
        copy._contexts.EnsureCapacity(_order.Count);
        foreach (var context in _order)
        {
            copy.FindOrAdd(context.Key)!.TakeRecords(context);
        }

        return copy;
    }

    /// <summary>The binary form: versioned and with a checksum.</summary>
    public byte[] ToBytes() => LossStatisticsCodec.Encode(this);

    /// <summary>
    /// Reads the binary form. All contexts are read, whatever the limit: what they are appended to has one. The memory taken is bounded by the
    /// number of bytes.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are damaged or of another version.</exception>
    public static LossStatistics FromBytes(byte[] bytes, RouterOptions options) => LossStatisticsCodec.Decode(bytes, options);

    /// <summary>Whether both hold the same records, bit for bit, in whatever order.</summary>
    public bool Equals(LossStatistics? other) =>
        other is not null && _order.Count == other._order.Count && _order.TrueForAll(context =>
            other._contexts.TryGetValue(context.Key, out var found)
            && context.Records.Count == found.Records.Count
            && context.Records.All(pair => found.Records.TryGetValue(pair.Key, out var record) && record == pair.Value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LossStatistics);

    /// <summary>Changes as losses come in.</summary>
    public override int GetHashCode() => _order.Count;

    /// <summary>The finest context known of those a request lies in; null where there is none.</summary>
    internal Context? Find(Request request)
    {
        if (_contexts.Count == 0)
        {
            return null;
        }

        for (LossContext? key = KeyOf(request); key is not null; key = key.Value.Coarser)
        {
            if (_contexts.TryGetValue(key.Value, out var context))
            {
                return context;
            }
        }

        return null;
    }

    /// <summary>The loss to expect of an expert in a context.</summary>
    internal double ExpectedLoss(Context? context, ExpertId expert) =>
        context is null
            ? _options.PriorLoss
            : context.Records.TryGetValue(expert, out var record)
                ? record.Mean(ExpectedLoss(context.Coarser, expert), _options.PriorStrength)
                : ExpectedLoss(context.Coarser, expert);

    /// <summary>The context of a key, added with its coarser ones; where the limit is reached, the finest of those that is there, or null.</summary>
    internal Context? FindOrAdd(LossContext? key)
    {
        if (key is null)
        {
            return null;
        }

        if (_contexts.TryGetValue(key.Value, out var context))
        {
            return context;
        }

        var coarser = FindOrAdd(key.Value.Coarser);
        if (_order.Count >= _options.MaxContexts)
        {
            return coarser;
        }

        context = new Context(key.Value, coarser);
        _contexts.Add(key.Value, context);
        _order.Add(context);
        return context;
    }

    private static LossContext KeyOf(Request request) => new(request.Task, request.Asset, request.Regime);

    /// <summary>The records of one context, linked to the coarser one.</summary>
    internal sealed class Context(LossContext key, Context? coarser)
    {
        public LossContext Key => key;

        public Context? Coarser => coarser;

        public Dictionary<ExpertId, LossRecord> Records { get; private set; } = [];

        public void TakeRecords(Context other) => Records = new Dictionary<ExpertId, LossRecord>(other.Records);
    }
}
