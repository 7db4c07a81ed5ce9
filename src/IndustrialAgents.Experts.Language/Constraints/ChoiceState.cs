using System.Text;

namespace IndustrialAgents.Experts.Language;

/// <summary>The text must be one of some texts.</summary>
internal sealed class ChoiceState : RuleState
{
    private readonly Dictionary<byte, ChoiceState> _children = [];
    private bool _isChoice;

    private ChoiceState()
    {
    }

    /// <inheritdoc/>
    public override bool CanEnd => _isChoice;

    /// <inheritdoc/>
    public override bool MustEnd => _isChoice && _children.Count == 0;

    /// <summary>The beginning of texts, none of them empty.</summary>
    public static ChoiceState Of(IEnumerable<string> choices)
    {
        var root = new ChoiceState();
        foreach (var choice in choices)
        {
            var state = root;
            foreach (var value in Encoding.UTF8.GetBytes(choice))
            {
                if (!state._children.TryGetValue(value, out var child))
                {
                    state._children.Add(value, child = new ChoiceState());
                }

                state = child;
            }

            state._isChoice = true;
        }

        return root;
    }

    /// <inheritdoc/>
    protected override RuleState? Derive(byte value) => _children.GetValueOrDefault(value);
}
