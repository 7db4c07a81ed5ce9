namespace IndustrialAgents.Experts;

/// <summary>
/// Turns one input of a request into inputs of a model. Made once an expert from its manifest, used by many requests at once: thread-safe.
/// </summary>
public interface IInputStep
{
    /// <summary>Adds the model's inputs to <paramref name="feed"/>.</summary>
    /// <param name="input">The request's input of the manifest's kind.</param>
    /// <param name="feed">Receives tensors, and notes that the output step needs, such as by how much a picture was scaled.</param>
    /// <exception cref="InvalidRequestException">The input does not fit the model.</exception>
    void Prepare(RequestInput input, ModelFeed feed);
}
