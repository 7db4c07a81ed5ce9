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
        _unusual = ((_unusual << 1) | (unusual ? 1UL : 0)) & _mask;
        _quiet = unusual ? 0 : _quiet + 1;
        if (!IsRaised && BitOperations.PopCount(_unusual) >= _options.RaiseAfter)
        {
            IsRaised = true;
            return AlarmChange.Raised;
        }

        if (IsRaised && _quiet >= _options.ClearAfter)
        {
            IsRaised = false;
            _unusual = 0;
            return AlarmChange.Cleared;
        }

        return AlarmChange.None;
    }
}
