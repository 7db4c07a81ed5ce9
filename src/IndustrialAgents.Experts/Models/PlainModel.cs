using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts;

/// <summary>Runs any model step by step: its state goes in and out as tensors. Thread-safe.</summary>
/// <param name="model">The model.</param>
/// <param name="options">What is state, and what is read.</param>
public sealed class PlainModel(IModelRunner model, ModelStateOptions options) : IStatefulModel
{
    /// <inheritdoc/>
    public IModelState Start(int rows) => new State(model, options, link => Tensor.Wrap(link.ElementType, link.Shape(rows, 0), default), 0);

    /// <inheritdoc/>
    public IModelState Pack(IReadOnlyList<StateRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var time = options.Links.Count == 0 ? 0 : rows.Max(row => row.Length);
        return new State(
            model,
            options,
            link =>
            {
                var target = StatePacking.Allocate(link, rows.Count, time);
                for (var i = 0; i < rows.Count; i++)
                {
                    var value = ((State)rows[i].State).Value(link);
                    StatePacking.Copy(link, value.ElementType, value.Shape, value.Bytes.Span, rows[i].Row, rows[i].Length, target, i, rows.Count, time);
                }

                return Tensor.Wrap(link.ElementType, link.Shape(rows.Count, time), target);
            },
            time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class State(IModelRunner model, ModelStateOptions options, Func<StateLink, Tensor> value, long time) : IModelState
    {
        private readonly Tensor[] _values = [.. options.Links.Select(value)];

        public long Time { get; private set; } = time;

        public Tensor Value(StateLink link) => _values[options.Links.Index().First(own => own.Item == link).Index];

        public async ValueTask RunAsync(IReadOnlyDictionary<string, Tensor> inputs, TensorReader reader, CancellationToken cancellationToken)
        {
            var all = new Dictionary<string, Tensor>(inputs);
            foreach (var (i, link) in options.Links.Index())
            {
                all[link.Input] = _values[i];
            }

            var outputs = await model.RunAsync(all, cancellationToken).ConfigureAwait(false);
            var read = Find(options.Output);
            reader(read.ElementType, read.Shape, read.Bytes.Span);
            foreach (var (i, link) in options.Links.Index())
            {
                _values[i] = Find(link.Output);
                Time = link.TimeAxis < _values[i].Shape.Rank
                    ? _values[i].Shape[link.TimeAxis]
                    : throw new InvalidRequestException("inputs", $"the model's output '{link.Output}' is {_values[i]}, which is not of the form of '{link.Input}'");
            }

            Tensor Find(string name) => outputs.GetValueOrDefault(name)
                ?? throw new InvalidRequestException("inputs", $"the model gave no output '{name}'; it gave {string.Join(", ", outputs.Keys.Select(own => $"'{own}'"))}");
        }

        public void Dispose()
        {
        }
    }
}
