namespace IndustrialAgents.Routing;

/// <summary>Finds the experts that could answer a request. Thread-safe.</summary>
public interface ICandidateSelector
{
    /// <summary>Adds every expert that could answer the request to <paramref name="candidates"/>, unscored.</summary>
    /// <param name="decisionId">Id of the decision to be; all that may be random in the selection follows from it.</param>
    /// <param name="request">A validated request.</param>
    /// <param name="route">The route it takes.</param>
    /// <param name="directory">The experts there are.</param>
    /// <param name="candidates">Receives the candidates; cleared by the caller.</param>
    /// <exception cref="InvalidRequestException">No expert can take the request's inputs for its task within its constraints.</exception>
    /// <exception cref="ExpertNotFoundException">The constraints name an expert that is not known.</exception>
    void Select(string decisionId, Request request, RouteOptions route, IExpertDirectory directory, List<Candidate> candidates);
}
