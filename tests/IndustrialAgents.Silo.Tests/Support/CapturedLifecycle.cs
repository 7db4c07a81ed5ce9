namespace IndustrialAgents.Silo.Tests.Support;

/// <summary>Starts what takes part in a silo's life without a silo.</summary>
internal sealed class CapturedLifecycle : ISiloLifecycle
{
    private readonly List<ILifecycleObserver> _observers = [];

    public int HighestCompletedStage => int.MaxValue;

    public int LowestStoppedStage => int.MaxValue;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        _observers.Add(observer);
        return new Nothing();
    }

    public static async Task StartAsync(object participant, CancellationToken cancellationToken)
    {
        var lifecycle = new CapturedLifecycle();
        ((ILifecycleParticipant<ISiloLifecycle>)participant).Participate(lifecycle);
        foreach (var observer in lifecycle._observers)
        {
            await observer.OnStart(cancellationToken);
        }
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
            // Nobody leaves before the test ends.
        }
    }
}
