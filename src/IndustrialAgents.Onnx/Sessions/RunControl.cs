using System.Collections.Concurrent;

namespace IndustrialAgents.Onnx;

/// <summary>
/// Run options through which a run can be ended from another thread. Kept for the next run: as many exist as runs with a
/// cancellation token were ever in flight at once.
/// </summary>
internal sealed class RunControl
{
    private static readonly ConcurrentBag<RunControl> Idle = [];

    private readonly OrtApi _api = OrtEnvironment.Instance.Api;
    private CancellationTokenRegistration _registration;
    private bool _terminated;

    private RunControl() => Options = _api.Get(OrtSlot.CreateRunOptions);

    /// <summary>The native run options.</summary>
    public nint Options { get; }

    /// <summary>Options that <paramref name="token"/> ends; null where it never will.</summary>
    public static RunControl? Rent(CancellationToken token)
    {
        if (!token.CanBeCanceled)
        {
            return null;
        }

        token.ThrowIfCancellationRequested();
        if (!Idle.TryTake(out var control))
        {
            control = new RunControl();
        }

        control._registration = token.UnsafeRegister(static state => ((RunControl)state!).Terminate(), control);
        return control;
    }

    /// <summary>Ends the token's hold on the options and keeps them for the next run.</summary>
    public void Return()
    {
        // Waits for a callback that is under way, so that the next run does not meet it.
        _registration.Dispose();
        _registration = default;
        if (_terminated)
        {
            _api.Call(OrtSlot.RunOptionsUnsetTerminate, Options);
            _terminated = false;
        }

        Idle.Add(this);
    }

    private void Terminate()
    {
        _terminated = true;
        _api.Call(OrtSlot.RunOptionsSetTerminate, Options);
    }
}
