using System.Runtime.InteropServices;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts;

/// <summary>A state in the runtime's memory.</summary>
internal sealed class BoundState : IModelState
{
    private readonly OnnxBinding _binding;
    private readonly ModelStateOptions _options;
    private readonly ExpertId _expert;
    private readonly (string Output, string Input)[] _pairs;

    public BoundState(OnnxSession session, ModelStateOptions options, ExpertId expert)
    {
        (_options, _expert) = (options, expert);
        _pairs = [.. options.Links.Select(link => (link.Output, link.Input))];
        _binding = session.CreateBinding();
        try
        {
            _binding.BindOutput(options.Output);
            foreach (var link in options.Links)
            {
                _binding.BindOutput(link.Output);
            }
        }
        catch (OnnxException e)
        {
            _binding.Dispose();
            throw ModelErrors.Of(expert, e);
        }
    }

    /// <inheritdoc/>
    public long Time { get; private set; }

    /// <summary>Binds each link to a value.</summary>
    public void Fill(int rows, long time, Func<StateLink, byte[]> value)
    {
        try
        {
            foreach (var link in _options.Links)
            {
                _binding.BindInput(link.Input, link.ElementType, value(link), link.Shape(rows, time));
            }

            Time = time;
        }
        catch (OnnxException e)
        {
            throw ModelErrors.Of(_expert, e);
        }
    }

    /// <summary>Shows a link's value.</summary>
    public void View(StateLink link, TensorReader reader) => _binding.ViewInput(link.Input, reader);

    /// <inheritdoc/>
    public ValueTask RunAsync(IReadOnlyDictionary<string, Tensor> inputs, TensorReader reader, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (name, tensor) in inputs)
            {
                _binding.BindInput(name, tensor.ElementType, MemoryMarshal.AsMemory(tensor.Bytes), tensor.Shape);
            }

            _binding.Run(cancellationToken);
            _binding.ViewOutput(_options.Output, reader);

            // Else the next run would have to fill a buffer of this run's shape.
            _binding.BindOutput(_options.Output);
            if (_pairs.Length > 0)
            {
                _binding.PassOutputs(_pairs);
                _binding.ViewInput(_pairs[0].Input, (_, shape, _) => Time = shape[_options.Links[0].TimeAxis]);
            }
        }
        catch (OnnxException e)
        {
            throw ModelErrors.Of(_expert, e);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _binding.Dispose();
}
