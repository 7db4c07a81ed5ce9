namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Rules by which a probability for each of a model's labels becomes a label that is named only when the model is sure enough, and a coarser
/// one otherwise: those of google/magika's Python package. Immutable and thread-safe.
/// </summary>
internal sealed class ThresholdedLabels
{
    private readonly int[] _named;
    private readonly int[] _coarser;
    private readonly double[] _thresholds;

    /// <summary>Lays the rules out by the model's labels.</summary>
    /// <param name="labels">The model's labels.</param>
    /// <param name="threshold">Least probability of a label.</param>
    /// <param name="overwrite">The label that is named instead of another.</param>
    /// <param name="coarser">The label to fall back on.</param>
    /// <param name="extra">Labels that are named without the model.</param>
    public ThresholdedLabels(
        IReadOnlyList<string> labels,
        Func<string, double> threshold,
        Func<string, string> overwrite,
        Func<string, string> coarser,
        IEnumerable<string> extra)
    {
        var all = new List<string>(labels);
        var index = new Dictionary<string, int>();
        for (var i = 0; i < labels.Count; i++)
        {
            index.Add(labels[i], i);
        }

        _thresholds = [.. labels.Select(threshold)];
        _named = [.. labels.Select(label => IndexOf(overwrite(label)))];
        foreach (var label in extra)
        {
            IndexOf(label);
        }

        // Falling back on a label that is not yet known adds it to the list that is being walked, so no foreach.
        var indices = new List<int>();
        for (var i = 0; i < all.Count; i++)
        {
            indices.Add(IndexOf(coarser(all[i])));
        }

        _coarser = [.. indices];
        Labels = all;

        int IndexOf(string label)
        {
            if (!index.TryGetValue(label, out var at))
            {
                index.Add(label, at = all.Count);
                all.Add(label);
            }

            return at;
        }
    }

    /// <summary>The labels that can be answered: the model's, then those only the rules name.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Number of labels of the model.</summary>
    public int ModelLabels => _named.Length;

    /// <summary>
    /// Applies the rules. The probability of the label that is not named goes to the label that is; where that is a coarser one, the
    /// probability of every label it stands for goes there too. So the label named is always the most probable one.
    /// </summary>
    /// <param name="model">One probability a label of the model; they sum to 1.</param>
    /// <returns>One probability a label of <see cref="Labels"/>; they sum to 1.</returns>
    public double[] Apply(ReadOnlySpan<double> model)
    {
        var result = new double[Labels.Count];
        model.CopyTo(result);
        var best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(model);
        var named = _named[best];
        if (model[best] >= _thresholds[best])
        {
            Move(result, best, named);
            return result;
        }

        var coarser = _coarser[named];
        Move(result, best, coarser);
        for (var i = 0; i < result.Length; i++)
        {
            if (_coarser[i] == coarser)
            {
                Move(result, i, coarser);
            }
        }

        return result;
    }

    /// <summary>All probability on one label.</summary>
    public double[] Certain(string label)
    {
        var result = new double[Labels.Count];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Labels[i] == label ? 1 : 0;
        }

        return result;
    }

    private static void Move(double[] probabilities, int from, int to)
    {
        if (from != to)
        {
            probabilities[to] += probabilities[from];
            probabilities[from] = 0;
        }
    }
}
