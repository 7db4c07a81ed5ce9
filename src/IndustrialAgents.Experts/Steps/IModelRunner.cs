namespace IndustrialAgents.Experts;

/// <summary>A model that can be run: loaded on first use, batched with other requests where it can be. Thread-safe.</summary>
public interface IModelRunner
{
    /// <summary>Names, types and dimensions of the model's inputs, in its order; loads the model.</summary>
    IReadOnlyList<ModelTensorInfo> Inputs { get; }

    /// <summary>Names, types and dimensions of the model's outputs, in its order; loads the model.</summary>
    IReadOnlyList<ModelTensorInfo> Outputs { get; }

    /// <summary>Loads the model, so that <see cref="Inputs"/> and <see cref="Outputs"/> need not wait for it.</summary>
    /// <exception cref="ExpertFailedException">The model cannot be loaded.</exception>
    ValueTask LoadAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Runs the model on tensors by input name; returns its outputs by name.</summary>
    /// <exception cref="InvalidRequestException">An input is missing, unknown, or of the wrong type or shape.</exception>
    /// <exception cref="ExpertFailedException">The model cannot be loaded or failed.</exception>
    ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken);

    /// <summary>
    /// Holds the model ready to be run step by step with a state, such as a decoder's keys and values. Unless a runner knows better, the state goes in
    /// and out as tensors of <see cref="RunAsync"/>.
    /// </summary>
    /// <exception cref="ExpertFailedException">The model cannot be loaded.</exception>
    ValueTask<IStatefulModel> OpenAsync(ModelStateOptions options, CancellationToken cancellationToken) => ValueTask.FromResult<IStatefulModel>(new PlainModel(this, options));
}
