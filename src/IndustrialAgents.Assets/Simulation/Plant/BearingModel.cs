namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// Acceleration of a bearing's housing: a harmonic of the shaft, noise, and for a defect a train of impulses at its own frequency
/// (<see cref="BearingGeometry"/>) that each ring down at the housing's resonance; their strength follows the load zone with the inner race's turn or
/// the cage's (McFadden, Smith 1984, doi:10.1016/0022-460X(84)90595-9), and their times slip by about 1 % (Randall, Antoni 2011,
/// doi:10.1016/j.ymssp.2010.07.017). Lost lubrication rings at random times.
/// </summary>
internal sealed class BearingModel : MachineModel
{
    private const double SamplesPerSecond = 2000;
    private const double Slip = 0.01;

    private static readonly BearingGeometry Geometry = BearingGeometry.DeepGroove6205;

    public override IReadOnlyList<SeriesChannel> Channels { get; } = [new("acceleration", "m/s2")];

    public override TimeSpan SamplePeriod { get; } = TimeSpan.FromSeconds(1 / SamplesPerSecond);

    public override int Length => 512;

    protected override void Fill(Span<float> values, string mode, double severity, Random machine, Random random)
    {
        var (resonance, damping) = (Between(machine, 520, 680), Between(machine, 0.03, 0.06));
        var (unbalance, level) = (Between(machine, 0.3, 0.9), Between(machine, 0.8, 1.25));
        var noise = new GaussianNoise(random);
        var turns = Between(random, 24, 26);
        var phase = Between(random, 0, 2 * Math.PI);
        var signal = new double[Length];
        for (var t = 0; t < Length; t++)
        {
            signal[t] = (unbalance * Math.Sin((2 * Math.PI * turns * t / SamplesPerSecond) + phase)) + noise.Next(1);
        }

        var (rate, modulation) = mode switch
        {
            "outer race" => (Geometry.OuterRace * turns, 0.0),
            "inner race" => (Geometry.InnerRace * turns, turns),
            "rolling element" => (2 * Geometry.Spin * turns, Geometry.Cage * turns),
            "lubrication loss" => (5 * turns, 0.0),
            _ => (0.0, 0.0),
        };
        var isRandom = mode == "lubrication loss";

        // Rings that began before the window reach into it.
        for (var time = -0.05 + (rate > 0 ? random.NextDouble() / rate : 1); time < Length / SamplesPerSecond;)
        {
            var zone = modulation > 0 ? 0.5 * (1 + Math.Cos((2 * Math.PI * modulation * time) + phase)) : 1;
            Ring(signal, time, 6 * severity * zone * (1 + noise.Next(0.15)), resonance, damping);
            time += isRandom ? -Math.Log(1 - random.NextDouble()) / rate : (1 + noise.Next(Slip)) / rate;
        }

        for (var t = 0; t < Length; t++)
        {
            values[t] = (float)(level * signal[t]);
        }
    }

    private static void Ring(double[] signal, double start, double strength, double resonance, double damping)
    {
        var angular = 2 * Math.PI * resonance;
        for (var t = Math.Max(0, (int)Math.Ceiling(start * SamplesPerSecond)); t < signal.Length; t++)
        {
            var since = (t / SamplesPerSecond) - start;
            var decay = Math.Exp(-damping * angular * since);
            if (decay < 1e-3)
            {
                break;
            }

            signal[t] += strength * decay * Math.Sin(angular * since);
        }
    }
}
