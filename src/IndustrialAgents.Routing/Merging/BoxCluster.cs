namespace IndustrialAgents.Routing;

/// <summary>Boxes of several experts that are taken for the same thing.</summary>
internal sealed class BoxCluster
{
    private readonly HashSet<int> _experts = [];
    private double _mass;
    private double _score;
    private double _left;
    private double _top;
    private double _right;
    private double _bottom;

    public BoxCluster(BoxFusion.Box first)
    {
        Label = first.Item.Label;
        Fused = first.Item;
        Add(first);
    }

    public string Label { get; }

    /// <summary>The mean box, weighted by weight × score; its score is Σ weight × score, with 0 for experts that did not see it.</summary>
    public Detection Fused { get; private set; }

    public bool Holds(int expert) => _experts.Contains(expert);

    public void Add(BoxFusion.Box box)
    {
        _experts.Add(box.Expert);
        var item = box.Item;
        _score += box.Weight * item.Score;

        // A box of score or weight 0 still has a place.
        var mass = Math.Max(box.Weight * item.Score, 1e-12);
        _mass += mass;
        _left += mass * item.Left;
        _top += mass * item.Top;
        _right += mass * item.Right;
        _bottom += mass * item.Bottom;
        Fused = new Detection(
            Label, Math.Min(1, _score), (float)(_left / _mass), (float)(_top / _mass), (float)(_right / _mass), (float)(_bottom / _mass));
    }
}
