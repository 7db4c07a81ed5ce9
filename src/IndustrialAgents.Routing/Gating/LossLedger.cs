namespace IndustrialAgents.Routing;

/// <summary>
/// Past losses by expert and context with back-off: the mean loss in a context is shrunk towards that of the coarser one (regime, asset, its
/// parents, task, prior), as hierarchical Dirichlet smoothing does with counts (MacKay and Peto 1995, "A hierarchical Dirichlet language
/// model", Natural Language Engineering 1(3)). Not thread-safe.
/// </summary>
internal sealed class LossLedger(RouterOptions options)
{
    private readonly Dictionary<LossContext, Context> _contexts = [];

    /// <summary>Number of contexts kept.</summary>
    public int Count => _contexts.Count;

    /// <summary>The finest context known of those a request lies in; null where there is none.</summary>
    public Context? Find(Request request)
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
    public double ExpectedLoss(Context? context, ExpertId expert) =>
        context is null
            ? options.PriorLoss
            : context.Records.TryGetValue(expert, out var record)
                ? record.Mean(ExpectedLoss(context.Coarser, expert), options.PriorStrength)
                : ExpectedLoss(context.Coarser, expert);

    /// <summary>Takes in one loss, in the request's context and in all coarser ones.</summary>
    public void Add(Request request, ExpertId expert, double loss)
    {
        for (var context = FindOrAdd(KeyOf(request)); context is not null; context = context.Coarser)
        {
            context.Records[expert] = context.Records.GetValueOrDefault(expert).Add(loss, options.Forgetting);
        }
    }

    private static LossContext KeyOf(Request request) => new(request.Task, request.Asset, request.Regime);

    private Context? FindOrAdd(LossContext? key)
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
        if (_contexts.Count >= options.MaxContexts)
        {
            return coarser;
        }

        return _contexts[key.Value] = new Context(coarser);
    }

    /// <summary>The records of one context, linked to the coarser one.</summary>
    internal sealed class Context(Context? coarser)
    {
        public Context? Coarser { get; } = coarser;

        public Dictionary<ExpertId, LossRecord> Records { get; } = [];
    }
}
