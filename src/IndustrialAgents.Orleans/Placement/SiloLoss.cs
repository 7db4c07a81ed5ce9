using Orleans.Runtime.Messaging;

namespace IndustrialAgents.Orleans.Placement;

/// <summary>Tells the loss of a silo from other failures of a call.</summary>
internal static class SiloLoss
{
    /// <summary>Whether a call failed because its silo is gone, going or unreachable, so that it may be made to another one.</summary>
    public static bool IsLoss(Exception e) =>
        e is SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException or GatewayTooBusyException;
}
