namespace IndustrialAgents.Orleans;

/// <summary>
/// One expert of the cluster; the key is <c>name@version</c>. It may be active on several silos at a time: each request goes to one whose
/// hardware fits the manifest and which is least busy.
/// </summary>
[Alias("ia.expert")]
public interface IExpertGrain : IGrainWithStringKey
{
    /// <summary>Answers one validated request; see <see cref="IExpert.AskAsync"/> for what it throws.</summary>
    /// <exception cref="ExpertNotFoundException">The catalogue has no such expert.</exception>
    [Alias("ask")]
    ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken);

    /// <summary>
    /// Answers one validated request with a generated text, piece by piece; see <see cref="IStreamingExpert.StreamAsync"/>. An expert that does not stream
    /// gives its text in one piece. Once a piece was given out, a silo that is lost ends the text with an error: it is not written again elsewhere.
    /// </summary>
    /// <exception cref="ExpertNotFoundException">The catalogue has no such expert.</exception>
    [Alias("stream")]
    IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, CancellationToken cancellationToken);

    /// <summary>Runs the expert's model on tensors as they are.</summary>
    /// <exception cref="ExpertNotFoundException">The catalogue has no such expert.</exception>
    /// <exception cref="InvalidRequestException">The expert is code only, or the tensors do not fit its model.</exception>
    [Alias("run")]
    ValueTask<NamedTensors> RunAsync(NamedTensors inputs, CancellationToken cancellationToken);

    /// <summary>What its model takes and gives, and where it runs; loads the model.</summary>
    /// <exception cref="ExpertNotFoundException">The catalogue has no such expert.</exception>
    [Alias("describe")]
    ValueTask<ExpertDescription> DescribeAsync(CancellationToken cancellationToken);
}
