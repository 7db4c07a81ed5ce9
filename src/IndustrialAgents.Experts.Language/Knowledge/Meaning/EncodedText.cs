namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>A text as an encoder sees it.</summary>
/// <param name="Encoder">Which encoder: its name, version, model and what it does to texts.</param>
/// <param name="Vector">The vector at length one; zero for a text that says nothing to it.</param>
internal sealed record EncodedText(string Encoder, float[] Vector);
