using System.Threading.Channels;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts;

/// <summary>
/// An expert made from a manifest: the request's inputs go through the input steps into the model, and its outputs through the output step into
/// an <see cref="ExpertOutput"/>. Thread-safe. Disposing it lets go of the model; requests in flight still finish.
/// </summary>
/// <param name="manifest">What it is.</param>
/// <param name="steps">One input step for each input of the manifest, in its order.</param>
/// <param name="output">The output step.</param>
/// <param name="model">The model, owned by the expert from here on.</param>
public sealed class OnnxExpert(Manifest manifest, IReadOnlyList<IInputStep> steps, IOutputStep output, IModelRunner model) : IModelExpert, IStreamingExpert, IDisposable
{
    private readonly FiniteModel _finite = new(model, manifest.Id);

    /// <inheritdoc/>
    public Manifest Manifest { get; } = manifest;

    /// <inheritdoc/>
    public IModelRunner? Model { get; } = model;

    /// <inheritdoc/>
    public bool Streams => output is IStreamingOutputStep;

    /// <inheritdoc/>
    public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => AskAsync(request, null, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, CancellationToken cancellationToken) => TextPieces.ReadAsync(
        async (pieces, token) =>
        {
            var whole = await AskAsync(request, pieces, token).ConfigureAwait(false);
            if (!Streams && whole.Output is GeneratedText { Text.Length: > 0 } text)
            {
                pieces.TryWrite(text.Text);
            }

            return whole;
        },
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => (Model as IDisposable)?.Dispose();

    private async ValueTask<ExpertReply> AskAsync(Request request, ChannelWriter<string>? pieces, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // Steps ask for the model's inputs; a thread that waited there for the disk would be missing elsewhere.
            await _finite.LoadAsync(cancellationToken).ConfigureAwait(false);
            var feed = new ModelFeed(request, _finite);
            Prepare(feed);
            var said = pieces is not null && output is IStreamingOutputStep streaming
                ? await streaming.RunAsync(feed, _finite, pieces, cancellationToken).ConfigureAwait(false)
                : await output.RunAsync(feed, _finite, cancellationToken).ConfigureAwait(false);
            return new ExpertReply(said) { Cost = Manifest.Cost.PerRequest, ModelHash = Manifest.ModelHash };
        }
        catch (Exception e) when (e is OnnxException or not (IndustrialAgentsException or OperationCanceledException))
        {
            throw new ExpertFailedException(Manifest.Id, e.Message, e);
        }
    }

    private void Prepare(ModelFeed feed)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var wanted = Manifest.Inputs[i];
            if (Find(feed.Request, i) is { } input)
            {
                steps[i].Prepare(input, feed);
            }
            else if (!wanted.Optional)
            {
                throw new InvalidRequestException(
                    "inputs",
                    $"{Manifest.Id} needs an input of kind {wanted.Kind}{(wanted.Name is null ? "" : $" named '{wanted.Name}'")}; the request has "
                    + string.Join(", ", feed.Request.Inputs.Select(r => r.Name is null ? $"{r.Modality}" : $"{r.Modality} '{r.Name}'")));
            }
        }
    }

    // The n-th nameless input of a kind takes the n-th of the request, so that a model of two tensors can be fed without names.
    private RequestInput? Find(Request request, int index)
    {
        var wanted = Manifest.Inputs[index];
        var skip = 0;
        for (var i = 0; i < index && wanted.Name is null; i++)
        {
            skip += Manifest.Inputs[i].Kind == wanted.Kind && Manifest.Inputs[i].Name is null ? 1 : 0;
        }

        foreach (var input in request.Inputs)
        {
            if (input.Modality == wanted.Kind && (wanted.Name is null || input.Name == wanted.Name) && skip-- == 0)
            {
                return input;
            }
        }

        return null;
    }
}
