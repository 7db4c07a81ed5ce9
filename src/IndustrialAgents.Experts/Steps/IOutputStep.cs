namespace IndustrialAgents.Experts;

/// <summary>
/// Runs a model on what the input steps prepared, once or step by step, and turns its outputs into what the expert says. Made once an
/// expert from its manifest, used by many requests at once: thread-safe.
/// </summary>
public interface IOutputStep
{
    /// <summary>Runs the model and reads its outputs.</summary>
    ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken);
}
