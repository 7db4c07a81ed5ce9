namespace IndustrialAgents.Silo.Configuration;

/// <summary>What a process is to its cluster.</summary>
internal enum SiloRole
{
    /// <summary>A member: hosts grains and answers HTTP.</summary>
    Silo,

    /// <summary>No member: answers HTTP as a client of the cluster and hosts nothing, so that its coming and going disturbs nobody.</summary>
    Gateway,
}
