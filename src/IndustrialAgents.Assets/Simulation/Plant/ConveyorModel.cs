namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// An induction motor that drives a belt, in units of its rating: slip rises with torque, current is the magnetizing current and the load's at a right
/// angle, i² = i₀² + (1 - i₀²) τ², and temperature follows the heat i² above ambient (Chapman, Electric Machinery Fundamentals, chapter 6). Overload
/// adds torque; a slipping belt lets torque fall and come back in strokes; a worn bearing adds friction, ripple and heat; a winding fault adds current
/// without torque, beating at twice the slip frequency (Thomson, Fenger 2001, doi:10.1109/2943.930988), and heat.
/// </summary>
internal sealed class ConveyorModel : MachineModel
{
    private const double Magnetizing = 0.35;
    private const double RatedSlip = 0.04;
    private const double LineFrequency = 50;

    public override IReadOnlyList<SeriesChannel> Channels { get; } =
        [new("current", "A"), new("speed", "{rpm}"), new("torque", "N.m"), new("temperature", "Cel")];

    public override TimeSpan SamplePeriod { get; } = TimeSpan.FromMilliseconds(100);

    public override int Length => 64;

    protected override void Fill(Span<float> values, string mode, double severity, Random machine, Random random)
    {
        var (overload, slipping, wear) = (If(mode, "overload", severity), If(mode, "belt slip", severity), If(mode, "bearing wear", severity));
        var winding = If(mode, "winding fault", severity);
        var (ratedCurrent, ratedTorque, offset) = (30 * Between(machine, 0.95, 1.05), 150 * Between(machine, 0.95, 1.05), Between(machine, -4, 4));
        var noise = new GaussianNoise(random);
        var (load, ambient) = (Between(random, 0.5, 0.8), Between(random, 15, 30));
        var (stroke, phase) = (Between(random, 0.6, 1.4), random.NextDouble());
        for (var t = 0; t < Length; t++)
        {
            var seconds = t * 0.1;
            load += (0.05 * (0.65 - load)) + noise.Next(0.012);
            var sawtooth = ((seconds * stroke) + phase) % 1;
            var torque = load + (0.3 * overload) + (0.1 * wear) - (slipping * ((0.12 + (0.18 * sawtooth))));
            torque += noise.Next(0.02 + (0.04 * wear));
            var slip = RatedSlip * torque * (1 + (0.3 * winding));
            var beat = Math.Sin(2 * Math.PI * 2 * slip * LineFrequency * seconds);
            var current = Math.Sqrt((Magnetizing * Magnetizing) + ((1 - (Magnetizing * Magnetizing)) * torque * torque))
                * (1 + (winding * (0.1 + (0.05 * beat))));
            var temperature = ambient + offset + (45 * current * current) + (8 * wear) + (5 * winding);

            values[(4 * t) + 0] = (float)(ratedCurrent * (current + noise.Next(0.02)));
            values[(4 * t) + 1] = (float)(1500 * (1 - slip + noise.Next(0.003)));
            values[(4 * t) + 2] = (float)(ratedTorque * (torque + noise.Next(0.03)));
            values[(4 * t) + 3] = (float)(temperature + noise.Next(0.5));
        }
    }
}
