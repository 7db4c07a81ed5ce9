namespace IndustrialAgents.Experts;

/// <summary>What one modality, or an assembly of somebody else's, brings to a node. Needs a constructor without parameters to be loaded by name.</summary>
public interface IExpertModule
{
    /// <summary>Registers its input steps, output steps and experts.</summary>
    void Register(ExpertCatalog catalog);
}
