namespace IndustrialAgents.Routing;

/// <summary>Runs the experts that were picked. Thread-safe.</summary>
public interface IExpertExecutor
{
    /// <summary>
    /// Runs the best candidates side by side, replaces those that fail by the next ones, and returns once all have ended or the time is up.
    /// No failure of an expert leaves this method as an exception.
    /// </summary>
    /// <returns>One outcome for each expert that was run, in the order of the candidates.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    ValueTask<IReadOnlyList<CallOutcome>> RunAsync(ExecutionPlan plan, CancellationToken cancellationToken);
}
