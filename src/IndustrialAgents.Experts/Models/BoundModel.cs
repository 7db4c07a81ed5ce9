using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts;

/// <summary>
/// Runs a loaded model step by step on bindings: what a run leaves for the next stays in the runtime's memory and is handed over, not copied. Only
/// <see cref="Pack"/> copies. Thread-safe. With CUDA the state lies in the machine's memory, not the device's, and travels at each run.
/// </summary>
/// <param name="session">The model; not disposed with this.</param>
/// <param name="options">What is state, and what is read.</param>
/// <param name="expert">Who is to blame where it fails.</param>
/// <param name="owner">Disposed with this, such as the lease that keeps the model loaded.</param>
public sealed class BoundModel(OnnxSession session, ModelStateOptions options, ExpertId expert, IDisposable? owner = null) : IStatefulModel
{
    /// <inheritdoc/>
    public IModelState Start(int rows)
    {
        var state = new BoundState(session, options, expert);
        try
        {
            state.Fill(rows, 0, link => StatePacking.Allocate(link, rows, 0));
            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IModelState Pack(IReadOnlyList<StateRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var time = options.Links.Count == 0 ? 0 : rows.Max(row => row.Length);
        var state = new BoundState(session, options, expert);
        try
        {
            state.Fill(rows.Count, time, link =>
            {
                var target = StatePacking.Allocate(link, rows.Count, time);
                for (var i = 0; i < rows.Count; i++)
                {
                    var (own, at) = (rows[i], i);
                    ((BoundState)own.State).View(link, (type, shape, bytes) =>
                        StatePacking.Copy(link, type, shape, bytes, own.Row, own.Length, target, at, rows.Count, time));
                }

                return target;
            });
            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => owner?.Dispose();
}
