namespace IndustrialAgents.Orleans.Experts;

/// <summary>An expert on one named silo; the key is a <see cref="Placement.SiloKey"/> of <c>name@version</c>. Other silos' entrances call it.</summary>
[Alias("ia.expert-replica")]
internal interface IExpertReplicaGrain : IGrainWithStringKey
{
    /// <summary>Answers here.</summary>
    [Alias("ask")]
    ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken);

    /// <summary>Answers here, piece by piece.</summary>
    [Alias("stream")]
    IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, CancellationToken cancellationToken);

    /// <summary>Runs the model here.</summary>
    [Alias("run")]
    ValueTask<NamedTensors> RunAsync(NamedTensors inputs, CancellationToken cancellationToken);

    /// <summary>Describes the model here.</summary>
    [Alias("describe")]
    ValueTask<ExpertDescription> DescribeAsync(CancellationToken cancellationToken);
}
