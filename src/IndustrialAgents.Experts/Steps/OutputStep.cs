namespace IndustrialAgents.Experts;

/// <summary>An output step that runs the model once.</summary>
public abstract class OutputStep : IOutputStep
{
    /// <inheritdoc/>
    public async ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken) =>
        Read(await model.RunAsync(feed.Tensors, cancellationToken).ConfigureAwait(false), feed);

    /// <summary>Turns the model's outputs, by name, into what the expert says.</summary>
    protected abstract ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed);
}
