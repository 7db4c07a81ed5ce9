namespace IndustrialAgents;

/// <summary>Probabilities over a set of classes.</summary>
/// <param name="Labels">Names of the classes, each once.</param>
/// <param name="Probabilities">One probability a label, in its order; they sum to 1.</param>
public sealed record ClassProbabilities(IReadOnlyList<string> Labels, ReadOnlyMemory<double> Probabilities) : ExpertOutput
{
    /// <summary>The most probable class and its probability; the first one of equals.</summary>
    /// <exception cref="InvalidOperationException">There are no classes.</exception>
    public (string Label, double Probability) Top()
    {
        var probabilities = Probabilities.Span;
        if (probabilities.IsEmpty)
        {
            throw new InvalidOperationException("there are no classes");
        }

        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[best])
            {
                best = i;
            }
        }

        return (Labels[best], probabilities[best]);
    }
}
