namespace IndustrialAgents.Experts;

/// <summary>An expert that answers from documents, which callers may list, add, remove and search. Thread-safe.</summary>
public interface IDocumentExpert : IExpert
{
    /// <summary>The documents; null for an expert that keeps none.</summary>
    IDocumentCollection? Documents { get; }
}
