namespace IndustrialAgents;

/// <summary>Something that answers tasks of one modality: a local object in a node, a grain reference in a cluster. Thread-safe.</summary>
public interface IExpert
{
    /// <summary>What it is, needs and costs.</summary>
    Manifest Manifest { get; }

    /// <summary>Answers one validated request.</summary>
    /// <exception cref="InvalidRequestException">The request lacks an input of the manifest, or one does not fit it.</exception>
    /// <exception cref="ExpertFailedException">The model cannot be loaded or failed.</exception>
    /// <exception cref="OverloadedException">The expert's queue is full.</exception>
    /// <exception cref="UnavailableException">No machine that it could run on can be reached, or none has room.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken);
}
