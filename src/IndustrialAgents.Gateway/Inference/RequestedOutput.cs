namespace IndustrialAgents.Gateway.Inference;

/// <summary>An output that an inference request asks for.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Binary">Whether it is wanted as binary data; null to go by the request.</param>
internal readonly record struct RequestedOutput(string Name, bool? Binary);
