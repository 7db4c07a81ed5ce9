namespace IndustrialAgents.Orleans.Catalogs;

/// <summary>What is stored of the catalogue: records of its own, so that the contracts may change without the stored state.</summary>
[GenerateSerializer, Alias("ia.catalog-state")]
internal sealed class CatalogState
{
    /// <summary>Manifests as JSON, by the SHA-256 of it; each once, however many versions list it.</summary>
    [Id(0)]
    public Dictionary<string, string> Manifests { get; set; } = [];

    /// <summary>The versions that are kept, oldest first; the last one is current.</summary>
    [Id(1)]
    public List<StoredCatalog> Versions { get; set; } = [];
}

/// <summary>One stored version of the catalogue.</summary>
[GenerateSerializer, Alias("ia.stored-catalog")]
internal sealed class StoredCatalog
{
    /// <summary>The version.</summary>
    [Id(0)]
    public long Version { get; set; }

    /// <summary>When it was made.</summary>
    [Id(1)]
    public DateTimeOffset Time { get; set; }

    /// <summary>What changed.</summary>
    [Id(2)]
    public string Change { get; set; } = "";

    /// <summary>The experts in order of name and version.</summary>
    [Id(3)]
    public List<StoredEntry> Entries { get; set; } = [];
}

/// <summary>One expert in a stored version.</summary>
[GenerateSerializer, Alias("ia.stored-entry")]
internal sealed class StoredEntry
{
    /// <summary>Hash of its manifest.</summary>
    [Id(0)]
    public string Manifest { get; set; } = "";

    /// <summary>Whether it may be asked.</summary>
    [Id(1)]
    public bool Enabled { get; set; }

    /// <summary>Its share of requests.</summary>
    [Id(2)]
    public double Share { get; set; }
}
