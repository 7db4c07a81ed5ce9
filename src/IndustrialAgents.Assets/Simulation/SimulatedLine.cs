namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// A line of pumps that fail by a plan: each fault ramps up within half a minute, stays, and is mended. Seeded and repeatable; not thread-safe.
/// </summary>
public sealed class SimulatedLine
{
    private const int RampSeconds = 30;

    /// <summary>Makes a line and plans its faults.</summary>
    /// <param name="assets">Number of assets.</param>
    /// <param name="normalSeconds">Time at the start during which nothing fails, in seconds: what experts are fitted on.</param>
    /// <param name="seconds">Time after that, in seconds, over which the faults are spread.</param>
    /// <param name="faultsPerAsset">Faults of each asset.</param>
    /// <param name="seed">Decides everything else.</param>
    public SimulatedLine(int assets, int normalSeconds, int seconds, int faultsPerAsset, int seed)
    {
        NormalSeconds = normalSeconds;
        Seconds = seconds;
        Assets = [.. Enumerable.Range(1, assets).Select(i => new SimulatedPump(AssetPath.Parse($"acme/mill/wet-end/line-1/pump-{i}"), seed + (7919 * i)))];
        var random = new Random(seed);
        var slot = seconds / Math.Max(1, faultsPerAsset);
        var next = random.Next(SimulatedFailures.Faults.Count);
        var faults = new List<PlannedFault>();
        for (var asset = 0; asset < assets; asset++)
        {
            for (var i = 0; i < faultsPerAsset; i++)
            {
                var length = Math.Min((slot / 4) + random.Next(Math.Max(1, slot / 4)), slot - 1);
                var start = normalSeconds + (i * slot) + random.Next(Math.Max(1, slot - length));
                faults.Add(new PlannedFault(asset, SimulatedFailures.Faults[next++ % SimulatedFailures.Faults.Count], start, length, 0.6 + (0.4 * random.NextDouble())));
            }
        }

        Faults = faults;
    }

    /// <summary>The assets.</summary>
    public IReadOnlyList<SimulatedPump> Assets { get; }

    /// <summary>Every fault that will come.</summary>
    public IReadOnlyList<PlannedFault> Faults { get; }

    /// <summary>Seconds at the start during which nothing fails.</summary>
    public int NormalSeconds { get; }

    /// <summary>Seconds after that.</summary>
    public int Seconds { get; }

    /// <summary>Lets one second pass for one asset.</summary>
    /// <param name="asset">Index of the asset.</param>
    /// <param name="second">The second, from 0; call once for each, in order.</param>
    /// <param name="row">Receives one value a channel.</param>
    /// <returns>The condition during that second.</returns>
    public SimulatedFailure Next(int asset, int second, Span<float> row)
    {
        var pump = Assets[asset];
        pump.Set(SimulatedFailure.Normal, 0);
        foreach (var fault in Faults)
        {
            if (fault.Asset == asset && second >= fault.Start && second < fault.Start + fault.Length)
            {
                pump.Set(fault.Failure, fault.Severity * Math.Min(1, (second - fault.Start + 1.0) / RampSeconds));
            }
        }

        pump.Next(row);
        return pump.Failure;
    }
}
