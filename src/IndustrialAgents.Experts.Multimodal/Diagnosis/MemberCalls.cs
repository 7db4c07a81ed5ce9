using System.Collections.Concurrent;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>Asks members at once, and gives up those that take too long, whether they heed cancellation or not. Thread-safe.</summary>
internal sealed class MemberCalls(TimeProvider time, int maxAbandoned)
{
    private readonly ConcurrentDictionary<ExpertId, int> _abandoned = new();

    /// <summary>Asks all; returns when each has answered or failed, or the time is up.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<MemberOutcome>> AskAsync(
        IReadOnlyList<MemberChoice> members, Request request, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(wait, time);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var start = time.GetTimestamp();

        // On the pool: a member that blocks before its first await must hold up neither the others nor the deadline.
        var token = cancellation.Token;
        var replies = new ExpertReply?[members.Count];
        var calls = members.Select((member, i) => Task.Run(() => AskAsync(member, request, reply => Volatile.Write(ref replies[i], reply), token), CancellationToken.None)).ToArray();
        var all = Task.WhenAll(calls);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), stopped).ConfigureAwait(false))
        {
            await Task.WhenAny(all, stopped.Task).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var elapsed = time.GetElapsedTime(start);
        var outcomes = new MemberOutcome[calls.Length];
        for (var i = 0; i < calls.Length; i++)
        {
            // A reply that was there in time counts, though its thread may not yet have come to the call's end.
            outcomes[i] = calls[i].IsCompletedSuccessfully ? await calls[i].ConfigureAwait(false)
                : Volatile.Read(ref replies[i]) is { } reply ? new MemberOutcome(members[i], reply, elapsed, null)
                : GiveUp(members[i], calls[i], elapsed);
        }

        return outcomes;
    }

    /// <summary>How long members may take: some time is kept back, so that the answer is there before the caller gives the asking expert up.</summary>
    /// <param name="request">The request, which may have a deadline.</param>
    /// <param name="longest">The most time without one.</param>
    /// <param name="asking">The expert that asks.</param>
    /// <exception cref="DeadlineExceededException">The deadline has passed.</exception>
    public TimeSpan Wait(Request request, TimeSpan longest, ExpertId asking)
    {
        if (request.Constraints.Deadline is not { } deadline)
        {
            return longest;
        }

        var left = (deadline - time.GetUtcNow()) * 0.9;
        return left <= TimeSpan.Zero
            ? throw new DeadlineExceededException($"{asking}: the deadline had passed before a member was asked")
            : left < longest ? left : longest;
    }

    private async Task<MemberOutcome> AskAsync(MemberChoice member, Request request, Action<ExpertReply> replied, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            if (_abandoned.GetValueOrDefault(member.Entry.Id) >= maxAbandoned)
            {
                throw new OverloadedException($"{member.Entry.Id} (calls past their deadline)", maxAbandoned);
            }

            var reply = await member.Entry.Expert.AskAsync(request with { Task = member.Task }, cancellationToken).ConfigureAwait(false);
            replied(reply);
            return new MemberOutcome(member, reply, time.GetElapsedTime(start), null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new MemberOutcome(member, null, time.GetElapsedTime(start), null);
        }
#pragma warning disable CA1031 // Whatever goes wrong in one member, the others' answer stands.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new MemberOutcome(member, null, time.GetElapsedTime(start), e);
        }
    }

    private MemberOutcome GiveUp(MemberChoice member, Task call, TimeSpan elapsed)
    {
        var id = member.Entry.Id;
        _abandoned.AddOrUpdate(id, 1, static (_, count) => count + 1);
        call.ContinueWith(
            _ => _abandoned.AddOrUpdate(id, 0, static (_, count) => count - 1), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return new MemberOutcome(member, null, elapsed, null);
    }
}
