using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Routing;

/// <summary>
/// Learns the stored feedback that no router brings to a <see cref="LossSequencer"/>: that of a process that died, or of a delta that was
/// refused. Run it every few seconds; what is stored and not brought within the grace period is learned from the store by then. One run at a
/// time.
/// </summary>
/// <param name="store">The store that all routers write to.</param>
/// <param name="sequencer">What learns.</param>
/// <param name="grace">How long routers have to bring their feedback; above the longest write of the store, else a late one is passed over.</param>
/// <param name="time">The clock of the grace period.</param>
/// <param name="logger">Where feedback that can no longer be judged is told.</param>
public sealed partial class FeedbackSweep(
    IDecisionStore store, LossSequencer sequencer, TimeSpan grace, TimeProvider time, ILogger<FeedbackSweep> logger)
{
    // So that runs in quick succession do not fill the queue of marks.
    private const int MarksInGrace = 16;

    // Up to which position feedback had come, and when.
    private readonly Queue<(long Timestamp, long Position)> _marks = [];
    private long _lastMark;
    private long _horizon;

    /// <summary>Learns what was stored before the grace period began and nobody brought. The first run learns nothing: nobody had time yet.</summary>
    /// <returns>How many pieces of feedback were learned.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async ValueTask<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        while (_marks.TryPeek(out var mark) && time.GetElapsedTime(mark.Timestamp, now) >= grace)
        {
            _horizon = _marks.Dequeue().Position;
        }

        var (learned, highest) = (0, sequencer.Highest);
        await foreach (var feedback in store.ReadFeedbackAsync(sequencer.Watermark, cancellationToken).ConfigureAwait(false))
        {
            highest = Math.Max(highest, feedback.Position);
            if (feedback.Position > _horizon)
            {
                continue;
            }

            learned += sequencer.Learn(feedback, out var problem) ? 1 : 0;
            if (problem is not null)
            {
                LogSkipped(feedback.Decision.Id, problem);
            }
        }

        sequencer.Close(_horizon);
        if (_marks.Count == 0 || time.GetElapsedTime(_lastMark, now) >= grace / MarksInGrace)
        {
            _marks.Enqueue((now, highest));
            _lastMark = now;
        }

        if (learned > 0)
        {
            LogLearned(learned);
        }

        return learned;
    }
}
