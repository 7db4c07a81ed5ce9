namespace IndustrialAgents.Experts;

/// <summary>A document of an <see cref="IDocumentCollection"/>.</summary>
/// <param name="Id">Its id; a changed document gets a new one.</param>
/// <param name="Name">Its name, once a collection.</param>
/// <param name="Asset">The asset it is about; null for all.</param>
/// <param name="Sha256">Hash of its bytes in lower-case hex.</param>
/// <param name="Passages">Number of pieces it is found by.</param>
/// <param name="Encoding">The encoding it was read as; null where its format has none.</param>
/// <param name="Origin">The watched folder that it comes from; null for one that was added by hand or over HTTP.</param>
public sealed record StoredDocument(long Id, string Name, string? Asset, string Sha256, int Passages, string? Encoding, string? Origin);
