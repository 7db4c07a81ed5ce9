namespace IndustrialAgents.Silo.Configuration;

/// <summary>How a collector of OTLP is spoken to.</summary>
internal enum OtlpForm
{
    /// <summary>gRPC, usually port 4317.</summary>
    Grpc,

    /// <summary>HTTP with protocol buffers, usually port 4318.</summary>
    Http,
}
