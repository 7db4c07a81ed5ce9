using System.Collections.Concurrent;
using System.Diagnostics;
using IndustrialAgents.Orleans;

namespace IndustrialAgents.Silo.Tests.EndToEnd;

/// <summary>What became of the requests of a load. Thread-safe.</summary>
internal sealed class LoadLog
{
    private readonly ConcurrentQueue<Outcome> _outcomes = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>One request.</summary>
    /// <param name="Kind">What it was.</param>
    /// <param name="Start">When it began.</param>
    /// <param name="End">When it was answered or failed.</param>
    /// <param name="Error">Why it failed; null where it was answered.</param>
    /// <param name="Late">Whether it ended after its deadline.</param>
    internal sealed record Outcome(string Kind, TimeSpan Start, TimeSpan End, Exception? Error, bool Late);

    /// <summary>Everything so far.</summary>
    public IReadOnlyCollection<Outcome> Outcomes => _outcomes;

    /// <summary>Those that failed in a way that may not be: without a type that says that they may be sent again.</summary>
    public IEnumerable<Outcome> Untyped => _outcomes.Where(outcome => outcome.Error is { } error && !IsAllowed(error));

    /// <summary>Makes a request.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="limit">Its deadline, with what a timer may be late under load.</param>
    /// <param name="request">The request.</param>
    /// <returns>Whether it was answered.</returns>
    public async Task<bool> MakeAsync(string kind, TimeSpan limit, Func<Task> request)
    {
        var start = _clock.Elapsed;
        Exception? error = null;
        try
        {
            await request();
        }
        catch (Exception e)
        {
            error = e;
        }

        var end = _clock.Elapsed;
        _outcomes.Enqueue(new Outcome(kind, start, end, error, end - start > limit));
        return error is null;
    }

    /// <summary>The longest time without an answer to a kind of request.</summary>
    public (TimeSpan Length, TimeSpan Until) LongestGap(string kind)
    {
        var (last, longest, until) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var outcome in _outcomes.Where(outcome => outcome.Kind == kind && outcome.Error is null).OrderBy(outcome => outcome.End))
        {
            if (last > TimeSpan.Zero && outcome.End - last > longest)
            {
                (longest, until) = (outcome.End - last, outcome.End);
            }

            last = outcome.End;
        }

        return (longest, until);
    }

    /// <summary>Time since the load began.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    private static bool IsAllowed(Exception error) => error is DeadlineExceededException || error.IsRetriable();
}
