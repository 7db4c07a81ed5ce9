namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// A simulated plant with four kinds of machine. Each case has a hidden failure mode, of which a window of sensor values, a picture and a work order
/// each tell a part: faults may be slight, out of sight or wrongly named. The same seed, kind and number give the same case bit for bit, and shares of
/// missing or misleading modalities change nothing else about it. The equations stand with each machine's model; docs/multimodal.md lists them.
/// Simulated: for demonstrations, tests and methods, and no substitute for recorded data. Thread-safe.
/// </summary>
public sealed class SimulatedPlant
{
    private readonly int _seed;
    private readonly SimulatedPlantOptions _options;

    /// <summary>Makes a plant.</summary>
    /// <param name="seed">Decides machines and cases.</param>
    /// <param name="options">How hard the cases are; the defaults where null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public SimulatedPlant(int seed, SimulatedPlantOptions? options = null)
    {
        _seed = seed;
        _options = options ?? new SimulatedPlantOptions();
        var shares = new ModalityShares(_options.HiddenShare, _options.VagueShare, _options.MistakenShare);
        if (!_options.Missing.AreShares || !_options.Misleading.AreShares || !shares.AreShares || _options.VagueShare + _options.MistakenShare > 1)
        {
            throw new ArgumentException("missing, misleading, hiddenShare, vagueShare and mistakenShare lie between 0 and 1, the last two together too", nameof(options));
        }

        if (_options.MachinesPerKind < 1 || _options.LeastSeverity is not (>= 0 and <= 1))
        {
            throw new ArgumentException(
                $"machinesPerKind is {_options.MachinesPerKind} and leastSeverity {_options.LeastSeverity}; at least one machine and a severity from 0 to 1 are needed", nameof(options));
        }
    }

    /// <summary>The channels of the windows of one kind.</summary>
    public static IReadOnlyList<SeriesChannel> Channels(MachineKind kind) => MachineModel.Of(kind).Channels;

    /// <summary>Makes one case.</summary>
    /// <param name="kind">Kind of machine.</param>
    /// <param name="number">Number of the case, from 0; modes come evenly.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or there is no such kind.</exception>
    public PairedCase Create(MachineKind kind, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var modes = MachineModes.Of(kind);
        var draw = MixedSeed.Generator(_seed, (int)kind, number, 0);
        var machine = draw.Next(_options.MachinesPerKind);
        var mode = draw.Next(modes.Count);
        var severity = Severity(draw, mode);
        bool[] missing = Draw(1, kind, number, _options.Missing);
        bool[] misled = Draw(2, kind, number, _options.Misleading);
        missing[2] &= !(missing[0] && missing[1]);

        // Each modality has its own generator, so that leaving one out or misleading by it changes nothing else.
        var other = MixedSeed.Generator(_seed, (int)kind, number, 3);
        var shown = new (string Mode, double Severity)[3];
        for (var i = 0; i < shown.Length; i++)
        {
            var wrong = (mode + 1 + other.Next(modes.Count - 1)) % modes.Count;
            var wrongSeverity = Severity(other, wrong);
            shown[i] = misled[i] ? (modes[wrong], wrongSeverity) : (modes[mode], severity);
        }

        return new PairedCase(AssetPath.Parse($"acme/works/{kind}s/{kind}-{machine + 1}".ToLowerInvariant()), kind, modes[mode], severity)
        {
            Series = missing[0] ? null : MachineModel.Of(kind).Window(
                shown[0].Mode, shown[0].Severity, MixedSeed.Generator(_seed, (int)kind, -1 - machine), MixedSeed.Generator(_seed, (int)kind, number, 4)),
            Picture = missing[1] ? null : MachinePicture.Create(kind, shown[1].Mode, shown[1].Severity, _options.HiddenShare, MixedSeed.Generator(_seed, (int)kind, number, 5)),
            Text = missing[2] ? null : MachineText.Create(kind, shown[2].Mode, _options.VagueShare, _options.MistakenShare, MixedSeed.Generator(_seed, (int)kind, number, 6)),
            Misleading = [.. new[] { Modality.TimeSeries, Modality.Vision, Modality.Language }.Where((_, i) => misled[i] && !missing[i])],
        };
    }

    private double Severity(Random random, int mode)
    {
        var severity = _options.LeastSeverity + ((1 - _options.LeastSeverity) * random.NextDouble());
        return mode == 0 ? 0 : severity;
    }

    private bool[] Draw(int purpose, MachineKind kind, int number, ModalityShares shares)
    {
        var random = MixedSeed.Generator(_seed, (int)kind, number, 100 + purpose);
        return [random.NextDouble() < shares.Series, random.NextDouble() < shares.Picture, random.NextDouble() < shares.Text];
    }
}
