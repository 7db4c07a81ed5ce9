namespace IndustrialAgents;

/// <summary>The experts that can be reached from here. Thread-safe.</summary>
public interface IExpertDirectory
{
    /// <summary>All experts as of now, in order of name and version; an immutable snapshot, replaced when an expert comes or goes.</summary>
    IReadOnlyList<ExpertEntry> Experts { get; }

    /// <summary>Finds an expert by <c>name@version</c>, or by name alone its latest version; null where there is none.</summary>
    ExpertEntry? Find(string nameOrId);
}
