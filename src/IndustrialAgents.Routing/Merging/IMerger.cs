namespace IndustrialAgents.Routing;

/// <summary>Combines what several experts say into one output. Thread-safe.</summary>
public interface IMerger
{
    /// <summary>Merges the outputs. The result depends on the votes and their order only.</summary>
    /// <param name="request">The request they answer.</param>
    /// <param name="votes">At least one output with its weight, best expert first.</param>
    MergedOutput Merge(Request request, ReadOnlySpan<Vote> votes);
}
