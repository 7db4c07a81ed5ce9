using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Experts.Multimodal.Tests;

/// <summary>Time that stands still and counts how often it was read.</summary>
internal sealed class ReadTime : FakeTimeProvider
{
    private int _reads;

    public int Reads
    {
        get => Volatile.Read(ref _reads);
        set => Volatile.Write(ref _reads, value);
    }

    public override long GetTimestamp()
    {
        Interlocked.Increment(ref _reads);
        return base.GetTimestamp();
    }

    /// <summary>Until two members were called and one of them has answered: the time is read before all, before each call and once the answer is there.</summary>
    public async Task UntilOneOfTwoAnsweredAsync()
    {
        while (Reads < 4)
        {
            await Task.Yield();
        }
    }
}
