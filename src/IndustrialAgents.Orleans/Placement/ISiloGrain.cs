using Orleans.Concurrency;

namespace IndustrialAgents.Orleans.Placement;

/// <summary>Speaks for one silo; the key is a <see cref="SiloKey"/>.</summary>
[Alias("ia.silo")]
internal interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>The only name before the silo in the key.</summary>
    const string Name = "silo";

    /// <summary>Takes how the caller's silo is and tells how this one is.</summary>
    [Alias("exchange"), AlwaysInterleave]
    ValueTask<SiloReport> ExchangeAsync(SiloAddress from, SiloReport report, CancellationToken cancellationToken);
}

/// <inheritdoc/>
[NamedSiloPlacement, global::Orleans.GrainDirectory.GrainDirectory(NoDirectory.Name)]
internal sealed class SiloGrain(SiloTable silos, Experts.ExpertHost experts) : Grain, ISiloGrain
{
    public ValueTask<SiloReport> ExchangeAsync(SiloAddress from, SiloReport report, CancellationToken cancellationToken)
    {
        silos.Note(from, report);
        return ValueTask.FromResult(experts.Report());
    }
}
