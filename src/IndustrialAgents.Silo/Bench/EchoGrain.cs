using System.Diagnostics;
using Orleans.Concurrency;

namespace IndustrialAgents.Silo.Bench;

/// <inheritdoc/>
[Reentrant]
internal sealed class EchoGrain : Grain, IEchoGrain
{
    private EchoBytes _reply = new(default);

    public ValueTask<EchoBytes> EchoAsync(EchoBytes request, int replyLength, TimeSpan work, CancellationToken cancellationToken)
    {
        if (_reply.Bytes.Length != replyLength)
        {
            _reply = new EchoBytes(new byte[replyLength]);
        }

        if (work > TimeSpan.Zero)
        {
            for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < work;)
            {
            }
        }

        return new(_reply);
    }
}
