namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// A centrifugal pump at its working point: the pump curve h = a n² - (a - 1) q² meets the pipe's h = b + (1 - b) k q², in units of the rated point
/// (affinity laws: ISO 17769-1; Gülich, Centrifugal Pumps, chapter 11). A blockage raises k; a leak λ lets the pump carry (1 + λ) times what arrives;
/// cavitation takes head off a and makes flow and vibration unsteady (ISO 9906: 3 % of head lost is where it is said to begin); bearing wear adds
/// vibration and heat. Temperature follows losses, n³, with a first-order lag of a minute.
/// </summary>
internal sealed class PumpModel : MachineModel
{
    private const double ShutOffHead = 1.25;
    private const double StaticHead = 0.3;
    private const double LagSeconds = 60;

    public override IReadOnlyList<SeriesChannel> Channels { get; } =
        [new("flow", "m3/h"), new("pressure", "bar"), new("vibration", "mm/s"), new("temperature", "Cel")];

    public override TimeSpan SamplePeriod { get; } = TimeSpan.FromSeconds(1);

    public override int Length => 64;

    protected override void Fill(Span<float> values, string mode, double severity, Random machine, Random random)
    {
        var (wear, leak, blockage) = (If(mode, "bearing wear", severity), If(mode, "seal leak", severity), If(mode, "blockage", severity));
        var cavitation = If(mode, "cavitation", severity);
        var (ratedFlow, ratedHead) = (60 * Between(machine, 0.93, 1.07), 6 * Between(machine, 0.93, 1.07));
        var (ratedVibration, pipe, offset) = (1.6 * Between(machine, 0.75, 1.3), Between(machine, 0.85, 1.15), Between(machine, -3, 3));
        var noise = new GaussianNoise(random);
        var (ambient, speed) = (Between(random, 16, 28), Between(random, 0.88, 1.0));
        var (unsteady, temperature) = (0.0, double.NaN);
        for (var t = 0; t < Length; t++)
        {
            speed += (0.05 * (0.94 - speed)) + noise.Next(0.004);
            unsteady = (0.6 * unsteady) + noise.Next(1);
            var shutOff = ShutOffHead * (1 - (0.1 * cavitation)) * speed * speed;
            var k = pipe * (1 + (1.2 * blockage));
            var passed = 1 + (0.25 * leak);
            var flow = Math.Sqrt(Math.Max(0, shutOff - StaticHead) / (((ShutOffHead - 1) * passed * passed) + ((1 - StaticHead) * k)));
            var head = StaticHead + ((1 - StaticHead) * k * flow * flow);
            flow *= 1 + (0.035 * cavitation * unsteady);
            var vibration = speed * speed * (1 + (0.9 * wear) + (0.2 * blockage) + (0.7 * cavitation) + (0.2 * cavitation * Math.Abs(unsteady)));
            var steady = ambient + offset + (22 * speed * speed * speed) + (9 * wear) + (2 * blockage);
            temperature = double.IsNaN(temperature) ? steady : temperature + ((steady - temperature) / LagSeconds);

            values[(4 * t) + 0] = (float)(ratedFlow * (flow + noise.Next(0.025)));
            values[(4 * t) + 1] = (float)(ratedHead * (head + noise.Next(0.025)));
            values[(4 * t) + 2] = (float)(ratedVibration * vibration * (1 + noise.Next(0.12)));
            values[(4 * t) + 3] = (float)(temperature + noise.Next(0.4));
        }
    }
}
