namespace IndustrialAgents.Silo.Bench;

/// <summary>What an expert's grain is held against: takes bytes, gives bytes, does nothing.</summary>
[Alias("ia.bench-echo")]
internal interface IEchoGrain : IGrainWithStringKey
{
    /// <summary>Gives as many bytes as were said.</summary>
    [Alias("echo")]
    ValueTask<EchoBytes> EchoAsync(EchoBytes request, int replyLength, CancellationToken cancellationToken);
}
