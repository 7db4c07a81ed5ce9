namespace IndustrialAgents.Json;

/// <summary>Writes an asset path as a string.</summary>
public sealed class AssetPathJsonConverter() : WordJsonConverter<AssetPath>(AssetPath.TryParse, "an asset is written enterprise/site/area/line/cell");
