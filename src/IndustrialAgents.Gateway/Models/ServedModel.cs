using System.Collections.Concurrent;
using System.Text.Json;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Gateway;

/// <summary>One model as the Open Inference Protocol serves it. Thread-safe.</summary>
/// <param name="id">Name and version of its expert.</param>
/// <param name="runner">Runs it.</param>
/// <param name="health">Whether the expert can be asked.</param>
public sealed class ServedModel(ExpertId id, IModelRunner runner, ExpertHealth health = ExpertHealth.Ready)
{
    private volatile bool _loaded;

    // Holds the model's own output names only, so it is bounded.
    private readonly ConcurrentDictionary<string, JsonEncodedText> _encoded = new();

    /// <summary>Name and version of the model's expert.</summary>
    public ExpertId Id { get; } = id;

    /// <summary>Whether the expert can be asked.</summary>
    public ExpertHealth Health { get; } = health;

    /// <summary>Runs the model, together with other requests where that is possible.</summary>
    public IModelRunner Runner { get; } = runner;

    /// <summary>Loads the model unless that was done; afterwards its inputs and outputs are known without waiting.</summary>
    /// <exception cref="ExpertFailedException">The model cannot be loaded.</exception>
    public ValueTask LoadAsync(CancellationToken cancellationToken) => _loaded ? default : LoadFirstAsync(cancellationToken);

    /// <summary>The model's inputs; loads the model.</summary>
    /// <exception cref="ExpertFailedException">The model cannot be loaded.</exception>
    public IReadOnlyList<ModelTensorInfo> Inputs => field ??= Runner.Inputs;

    /// <summary>The model's outputs; loads the model.</summary>
    /// <exception cref="ExpertFailedException">The model cannot be loaded.</exception>
    public IReadOnlyList<ModelTensorInfo> Outputs => field ??= Runner.Outputs;

    /// <summary>The name as JSON text without quotes, made once because every response carries it.</summary>
    internal JsonEncodedText EncodedName { get; } = JsonEncodedText.Encode(id.Name);

    /// <summary>The version as JSON text without quotes.</summary>
    internal JsonEncodedText EncodedVersion { get; } = JsonEncodedText.Encode(id.Version);

    /// <summary>The name of one of the model's outputs as JSON text without quotes.</summary>
    internal JsonEncodedText Encode(string output) => _encoded.GetOrAdd(output, static name => JsonEncodedText.Encode(name));

    private async ValueTask LoadFirstAsync(CancellationToken cancellationToken)
    {
        await Runner.LoadAsync(cancellationToken).ConfigureAwait(false);
        _loaded = true;
    }
}
