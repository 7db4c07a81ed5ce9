using System.Numerics;

namespace IndustrialAgents.Assets;

/// <summary>Turns scores into an alarm with hysteresis, as alarm systems do against chattering (ISA-18.2). Not thread-safe.</summary>
public sealed class Alarm
{
    private readonly AlarmOptions _options;
    private readonly ulong _mask;
    private ulong _unusual;
    private int _quiet;

    /// <summary>Makes an alarm that is not raised.</summary>
    /// <exception cref="InvalidRequestException">An option is wrong.</exception>
    public Alarm(AlarmOptions options)
    {
        options.Validate();
        _options = options;
        _mask = options.Of == 64 ? ulong.MaxValue : (1UL << options.Of) - 1;
    }

    /// <summary>Whether the alarm is raised.</summary>
    public bool IsRaised { get; private set; }

    /// <summary>Takes the next row's judgement.</summary>
    /// <param name="unusual">Whether the row is unusual.</param>
    /// <returns>What changed.</returns>
    public AlarmChange Push(bool unusual)
    {
        Note(unusual);
        if (!IsRaised && BitOperations.PopCount(_unusual) >= _options.RaiseAfter)
        {
            IsRaised = true;
            return AlarmChange.Raised;
        }

        if (IsRaised && _quiet >= _options.ClearAfter)
        {
            IsRaised = false;
            Forget();
            return AlarmChange.Cleared;
        }

        return AlarmChange.None;
    }

    /// <summary>Takes a row that was judged before: it counts as history, and neither raises nor clears.</summary>
    /// <param name="unusual">Whether the row is unusual.</param>
    internal void Note(bool unusual)
    {
        _unusual = ((_unusual << 1) | (unusual ? 1UL : 0)) & _mask;
        _quiet = unusual ? 0 : _quiet + 1;
    }

    /// <summary>Counts no row before as unusual: what clearing does.</summary>
    internal void Forget() => _unusual = 0;

    /// <summary>Takes up a state that is known.</summary>
    internal void Resume(bool raised) => IsRaised = raised;
}
