using System.Threading.Channels;

namespace IndustrialAgents.Experts;

/// <summary>An output step that can give a text out while it writes it. Thread-safe.</summary>
public interface IStreamingOutputStep : IOutputStep
{
    /// <summary>As <see cref="IOutputStep.RunAsync"/>; the pieces put together are the text of what is returned.</summary>
    /// <param name="feed">What the input steps prepared.</param>
    /// <param name="model">The model.</param>
    /// <param name="pieces">Gets the pieces as they are written; not completed by the step. Null where nobody wants them.</param>
    /// <param name="cancellationToken">Ends the writing within one step.</param>
    ValueTask<ExpertOutput> RunAsync(ModelFeed feed, IModelRunner model, ChannelWriter<string>? pieces, CancellationToken cancellationToken);
}
