namespace IndustrialAgents.Experts.Language;

/// <summary>
/// A text that must follow a rule, whatever tokens it is made of: all whose bytes the rule takes may come next. Masks of states that come again are
/// kept. Not thread-safe.
/// </summary>
internal sealed class RuleConstraint(VocabularyBytes vocabulary, RuleState start) : ITokenConstraint
{
    private const int MaxMasks = 64;

    private readonly Dictionary<RuleState, bool[]> _masks = [];
    private RuleState _state = start;
    private bool _began;

    /// <inheritdoc/>
    public bool CanEnd => _state.CanEnd;

    /// <inheritdoc/>
    public bool MustEnd => _state.MustEnd;

    /// <inheritdoc/>
    public bool[] Allowed()
    {
        if (!_began)
        {
            return First();
        }

        if (!_masks.TryGetValue(_state, out var mask))
        {
            mask = new bool[vocabulary.Size];
            Walk(mask);
            if (_masks.Count < MaxMasks)
            {
                _masks.Add(_state, mask);
            }
        }

        return (bool[])mask.Clone();
    }

    /// <inheritdoc/>
    public void Accept(int token)
    {
        _state = Follow(vocabulary[token]) ?? throw new InvalidOperationException($"token {token} may not come next");
        _began = true;
    }

    private bool[] First()
    {
        var mask = new bool[vocabulary.Size];
        foreach (var id in vocabulary.Order)
        {
            mask[id] = Follow(vocabulary[id]) is not null;
        }

        return mask;
    }

    private RuleState? Follow(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        if (!_began && vocabulary.StripsFirstSpace && bytes is [(byte)' ', ..])
        {
            bytes = bytes[1..];
        }

        foreach (var value in bytes)
        {
            state = state?.Next(value);
        }

        return bytes.IsEmpty ? null : state;
    }

    // Tokens in order share beginnings with those before, whose states are still known; where a byte was refused, all that share it are.
    private void Walk(bool[] mask)
    {
        var states = new List<RuleState> { _state };
        var refused = int.MaxValue;
        for (var i = 0; i < vocabulary.Order.Length; i++)
        {
            var (id, depth) = (vocabulary.Order[i], vocabulary.Shared[i]);
            if (depth > refused)
            {
                continue;
            }

            refused = int.MaxValue;
            states.RemoveRange(depth + 1, states.Count - depth - 1);
            var bytes = vocabulary[id];
            while (depth < bytes.Length)
            {
                if (states[depth].Next(bytes[depth]) is not { } next)
                {
                    refused = depth;
                    break;
                }

                states.Add(next);
                depth++;
            }

            mask[id] = refused == int.MaxValue;
        }
    }
}
