namespace IndustrialAgents.Experts;

/// <summary>An output step that runs the model once.</summary>
public abstract class OutputStep : IOutputStep
{
    /// <inheritdoc/>
    public virtual async ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken) =>
        Read(await RunModelAsync(feed, model, cancellationToken).ConfigureAwait(false), feed);

    /// <summary>Turns the model's outputs, by name, into what the expert says.</summary>
    protected abstract ExpertOutput Read(IReadOnlyDictionary<string, Tensor> outputs, ModelFeed feed);

    /// <summary>
    /// Runs the model on what was prepared. Where each channel is a row and the model takes one row at a time, it runs once a channel, and the
    /// outputs are joined along their first dimension.
    /// </summary>
    private protected static ValueTask<IReadOnlyDictionary<string, Tensor>> RunModelAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken) =>
        feed.Find<SeriesWindow>() is { IsChannelRows: true, Channels.Count: > 1 } window && SingleRows.AreNeeded(feed, window)
            ? SingleRows.RunAsync(feed, model, window.Channels.Count, cancellationToken)
            : model.RunAsync(feed.Tensors, cancellationToken);
}
