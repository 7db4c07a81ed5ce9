namespace IndustrialAgents.Hosting;

/// <summary>The node is stopping and takes no new requests; those it had are finished.</summary>
public sealed class NodeStoppingException() : IndustrialAgentsException("the node is stopping and takes no new requests; send it again once the node is back");
