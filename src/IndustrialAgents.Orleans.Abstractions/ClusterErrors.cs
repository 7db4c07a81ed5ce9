using Orleans.Runtime.Messaging;

namespace IndustrialAgents.Orleans;

/// <summary>Tells the errors of grain calls apart.</summary>
public static class ClusterErrors
{
    /// <summary>
    /// Whether the same call may succeed when it is sent again: a queue was full, no silo could take it, what was asked for could not be stored,
    /// the silo went away, was too busy or gave no reply in time, or the cluster was about to settle after a silo had left, which Orleans says with
    /// its bare <see cref="OrleansException"/>. The call may have been carried out then; the cluster's grains bear a repetition: a request
    /// is answered twice, and feedback, rows and deltas count once.
    /// </summary>
    public static bool IsRetriable(this Exception error) => error
        is OverloadedException
        or UnavailableException
        or IOException
        or TimeoutException
        or OrleansMessageRejectionException
        or GatewayTooBusyException
        or LimitExceededException
        or ClientNotAvailableException
        or ConnectionFailedException
        || error?.GetType() == typeof(OrleansException);
}
