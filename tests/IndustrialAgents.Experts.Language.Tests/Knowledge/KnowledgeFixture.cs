using System.Text;
using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language.Tests.Knowledge;

/// <summary>A file of documents that is deleted with the test.</summary>
internal sealed class KnowledgeFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ia-knowledge-").FullName;

    public KnowledgeFixture()
    {
        Store = KnowledgeStore.Open(File);
        Index = new KnowledgeIndex(Store);
    }

    public string File => Path.Combine(_folder, "knowledge.db");

    public KnowledgeStore Store { get; }

    public KnowledgeIndex Index { get; }

    public KnowledgeDocument Add(string name, string text, string tenant = KnowledgeStore.DefaultTenant, string? asset = null) =>
        Store.Add(tenant, name, Encoding.UTF8.GetBytes(text), asset is null ? null : AssetPath.Parse(asset));

    public void Dispose()
    {
        Index.Dispose();
        Store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
