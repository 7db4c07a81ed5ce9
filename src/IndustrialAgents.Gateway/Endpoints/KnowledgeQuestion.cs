using System.Text.Json.Serialization;

namespace IndustrialAgents.Gateway;

/// <summary>The body of <c>POST /v1/knowledge/search</c>.</summary>
/// <param name="Question">What is looked for.</param>
/// <param name="Top">The most passages, 1 to 100; null for the expert's own number.</param>
/// <param name="Asset">The asset it is about; null for all.</param>
public sealed record KnowledgeQuestion([property: JsonRequired] string Question, int? Top = null, AssetPath? Asset = null);
