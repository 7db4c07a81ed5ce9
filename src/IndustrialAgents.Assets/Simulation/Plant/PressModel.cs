namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// One stroke of a blanking press: the slide's position is that of a slider-crank, x = r (1 - cos θ) + l (1 - √(1 - (r/l sin θ)²)); from contact on the
/// force is F ε^0.2 (Hollomon 1945) until the sheet breaks, and rings out (Altan, Tekkaya, Sheet Metal Forming, blanking). A worn tool needs more
/// force and breaks the sheet later; lost lubrication adds friction against the motion; misalignment makes contact earlier on one side; a slipping
/// clutch loses speed under load and lengthens the cycle.
/// </summary>
internal sealed class PressModel : MachineModel
{
    private const double Crank = 50;
    private const double Rod = 200;

    public override IReadOnlyList<SeriesChannel> Channels { get; } = [new("force", "kN"), new("position", "mm"), new("cycle", "s")];

    public override TimeSpan SamplePeriod { get; } = TimeSpan.FromMilliseconds(10);

    public override int Length => 128;

    protected override void Fill(Span<float> values, string mode, double severity, Random machine, Random random)
    {
        var (wear, dry, misaligned) = (If(mode, "tool wear", severity), If(mode, "lubrication loss", severity), If(mode, "misalignment", severity));
        var clutch = If(mode, "clutch slip", severity);
        var (strength, depth, ratedCycle) = (200 * Between(machine, 0.92, 1.08), Between(machine, 11, 13), Between(machine, 1.0, 1.06));
        var noise = new GaussianNoise(random);
        strength *= 1 + noise.Next(0.05);
        depth *= 1 + (0.3 * misaligned) + noise.Next(0.02);
        var cycle = ratedCycle * (1 + (0.06 * clutch) + noise.Next(0.01));
        var (angle, before, broken) = (Between(random, 0, 0.3), 0.0, -1);
        for (var t = 0; t < Length; t++)
        {
            var position = Position(angle);
            var descending = position > before;
            var strain = (position - (2 * Crank) + depth) / depth;
            var force = 0.0;
            if (descending && strain > 0 && broken < 0)
            {
                // One side of a tilted tool cuts first, and carries half the load.
                var share = misaligned > 0 && strain < 0.3 * misaligned ? 0.5 : 1;
                force = strength * share * (1 + (0.25 * wear)) * Math.Pow(strain, 0.2);
                broken = strain > 0.55 + (0.25 * wear) ? t : -1;
            }
            else if (broken >= 0)
            {
                force = -0.25 * strength * Math.Exp(-(t - broken) / 3.0) * Math.Cos((t - broken) * 1.9);
                broken = Math.Cos(angle) > 0 && !descending ? -1 : broken;
            }

            var loss = clutch * Math.Min(1, Math.Abs(force) / strength);
            force += strength * (descending ? 1 : -1) * (0.03 + (0.08 * dry)) * (1 + (dry * noise.Next(0.4)));
            before = position;
            angle += 2 * Math.PI * 0.01 / cycle * (1 - (0.3 * loss));

            values[(3 * t) + 0] = (float)(force + noise.Next(14));
            values[(3 * t) + 1] = (float)(position + noise.Next(0.6));
            values[(3 * t) + 2] = (float)(cycle + noise.Next(0.02));
        }
    }

    private static double Position(double angle)
    {
        var side = Crank / Rod * Math.Sin(angle);
        return (Crank * (1 - Math.Cos(angle))) + (Rod * (1 - Math.Sqrt(1 - (side * side))));
    }
}
