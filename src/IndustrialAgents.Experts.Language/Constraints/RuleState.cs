namespace IndustrialAgents.Experts.Language;

/// <summary>How far a text that must follow a rule has come, byte by byte of its UTF-8. States know their successors, so a way is found once. Not thread-safe.</summary>
internal abstract class RuleState
{
    private RuleState?[]? _next;
    private bool[]? _known;

    /// <summary>Whether the text may be all.</summary>
    public abstract bool CanEnd { get; }

    /// <summary>Whether it must be all.</summary>
    public abstract bool MustEnd { get; }

    /// <summary>The state after one more byte; null where it may not come.</summary>
    public RuleState? Next(byte value)
    {
        (_next, _known) = (_next ?? new RuleState?[256], _known ?? new bool[256]);
        if (!_known[value])
        {
            (_next[value], _known[value]) = (Derive(value), true);
        }

        return _next[value];
    }

    /// <summary>Finds the state after one more byte.</summary>
    protected abstract RuleState? Derive(byte value);
}
