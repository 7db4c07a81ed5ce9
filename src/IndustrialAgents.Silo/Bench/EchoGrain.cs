using Orleans.Concurrency;

namespace IndustrialAgents.Silo.Bench;

/// <inheritdoc/>
[Reentrant]
internal sealed class EchoGrain : Grain, IEchoGrain
{
    private EchoBytes _reply = new(default);

    public ValueTask<EchoBytes> EchoAsync(EchoBytes request, int replyLength, CancellationToken cancellationToken)
    {
        if (_reply.Bytes.Length != replyLength)
        {
            _reply = new EchoBytes(new byte[replyLength]);
        }

        return new(_reply);
    }
}
