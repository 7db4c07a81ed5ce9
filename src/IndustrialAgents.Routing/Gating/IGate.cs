namespace IndustrialAgents.Routing;

/// <summary>Scores the candidates for a request, and learns from what turned out to be true. Thread-safe.</summary>
public interface IGate
{
    /// <summary>Fills in score and expected loss of each candidate and sorts them, best first, in an order that depends on nothing else.</summary>
    /// <param name="request">A validated request.</param>
    /// <param name="candidates">The candidates, scored and sorted in place.</param>
    void Rank(Request request, List<Candidate> candidates);

    /// <summary>Score of one expert for a request as of now.</summary>
    /// <param name="request">The request.</param>
    /// <param name="expert">The expert.</param>
    /// <param name="prior">The prior of its manifest.</param>
    double Score(Request request, ExpertId expert, double prior);

    /// <summary>Takes in one piece of feedback. The same calls in the same order leave the same state, bit for bit.</summary>
    /// <param name="request">The request that was decided.</param>
    /// <param name="losses">Loss, 0 (right) to 1 (wrong), of each expert that had answered.</param>
    /// <param name="position">Position of the feedback in the store's order.</param>
    void Learn(Request request, IReadOnlyList<(ExpertId Expert, double Loss)> losses, long position);
}
