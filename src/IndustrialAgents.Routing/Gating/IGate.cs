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

    /// <summary>Takes in the loss of one expert on one decision. The same calls in the same order leave the same state, bit for bit.</summary>
    /// <param name="request">The request that was decided.</param>
    /// <param name="expert">An expert that had answered.</param>
    /// <param name="loss">Its loss, 0 (right) to 1 (wrong).</param>
    void Learn(Request request, ExpertId expert, double loss);
}
