using IndustrialAgents.Onnx;

namespace IndustrialAgents.Cli.Bench;

/// <summary>Sessions of one model, one a setting of threads: batching's own where its threads are asked for, others loaded when needed.</summary>
internal sealed class SessionSet(byte[] file, string name, OnnxSession served, ThreadSetting servedThreads) : IDisposable
{
    private readonly Dictionary<ThreadSetting, OnnxSession> _others = [];

    /// <summary>The session with these threads.</summary>
    public OnnxSession this[ThreadSetting threads]
    {
        get
        {
            if (threads == servedThreads)
            {
                return served;
            }

            if (!_others.TryGetValue(threads, out var session))
            {
                _others[threads] = session = threads.Load(file, name);
            }

            return session;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in _others.Values)
        {
            session.Dispose();
        }
    }
}
