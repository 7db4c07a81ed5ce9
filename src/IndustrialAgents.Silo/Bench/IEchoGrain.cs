namespace IndustrialAgents.Silo.Bench;

/// <summary>What an expert's grain is held against: takes bytes, gives bytes, does nothing in between, or nothing useful.</summary>
[Alias("ia.bench-echo")]
internal interface IEchoGrain : IGrainWithStringKey
{
    /// <summary>Gives as many bytes as were said, at once or after so long at work.</summary>
    [Alias("echo")]
    ValueTask<EchoBytes> EchoAsync(EchoBytes request, int replyLength, TimeSpan work, CancellationToken cancellationToken);
}
