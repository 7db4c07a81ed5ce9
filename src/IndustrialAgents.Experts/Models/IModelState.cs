using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts;

/// <summary>What a model keeps from run to run, for some rows. One caller at a time.</summary>
public interface IModelState : IDisposable
{
    /// <summary>How much time the state holds, filling included; 0 for a model without memory.</summary>
    long Time { get; }

    /// <summary>Runs the model: the state goes in with the inputs, and what comes out is the new state.</summary>
    /// <param name="inputs">The inputs that are not state, for all rows; not changed, not kept.</param>
    /// <param name="reader">Is shown the output that is read, where it lies.</param>
    /// <param name="cancellationToken">Ends the run; the state can then only be disposed.</param>
    /// <exception cref="InvalidRequestException">An input is missing, unknown, or of the wrong type or shape.</exception>
    /// <exception cref="ExpertFailedException">The model failed.</exception>
    ValueTask RunAsync(IReadOnlyDictionary<string, Tensor> inputs, TensorReader reader, CancellationToken cancellationToken);
}
