namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// A motor-driven centrifugal pump, sampled once a second. Speed follows a slowly wandering demand; flow, head and power follow the speed by
/// the affinity laws (flow ∝ n, head ∝ n², power ∝ n³; ISO 17769-1), bearing temperature follows power and ambient with a first-order lag, and
/// vibration follows the speed. A fault changes these relations by its severity, 0 to 1. Simulated: made for demonstrations and tests, seeded, and
/// no substitute for recorded data. Not thread-safe.
/// </summary>
public sealed class SimulatedPump
{
    private const double ThermalLagSeconds = 60;

    private readonly GaussianNoise _noise;
    private readonly double _ratedFlow;
    private readonly double _ratedHead;
    private readonly double _ratedCurrent;
    private readonly double _ratedVibration;
    private double _demand;
    private double _temperature;
    private long _second;

    /// <summary>Makes a pump with its own ratings.</summary>
    /// <param name="asset">Its place in the plant.</param>
    /// <param name="seed">Decides ratings, demand and noise.</param>
    public SimulatedPump(AssetPath asset, int seed)
    {
        Asset = asset;
        var random = new Random(seed);
        _noise = new GaussianNoise(random);
        _ratedFlow = 40 + (random.NextDouble() * 40);
        _ratedHead = 4 + (random.NextDouble() * 4);
        _ratedCurrent = 12 + (random.NextDouble() * 10);
        _ratedVibration = 1.2 + (random.NextDouble() * 0.8);
        _temperature = 48;
    }

    /// <summary>The channels of <see cref="Next"/>.</summary>
    public static IReadOnlyList<SeriesChannel> Channels { get; } =
    [
        new("speed", "{rpm}"), new("flow", "m3/h"), new("pressure", "bar"), new("current", "A"), new("vibration", "mm/s"), new("temperature", "Cel"),
    ];

    /// <summary>Time from one row to the next.</summary>
    public static TimeSpan SamplePeriod { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Its place in the plant.</summary>
    public AssetPath Asset { get; }

    /// <summary>What is wrong with it.</summary>
    public SimulatedFailure Failure { get; private set; }

    /// <summary>How far the fault has come, 0 to 1.</summary>
    public double Severity { get; private set; }

    /// <summary>Sets what is wrong with it from the next row on.</summary>
    /// <param name="failure">The condition.</param>
    /// <param name="severity">How far it has come, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The severity is outside its range.</exception>
    public void Set(SimulatedFailure failure, double severity)
    {
        if (severity is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(severity), severity, "severity lies between 0 and 1");
        }

        Failure = failure;
        Severity = failure == SimulatedFailure.Normal ? 0 : severity;
    }

    /// <summary>Lets one second pass.</summary>
    /// <param name="row">Receives one value a channel.</param>
    /// <exception cref="ArgumentException">The row has not one place a channel.</exception>
    public void Next(Span<float> row)
    {
        if (row.Length != Channels.Count)
        {
            throw new ArgumentException($"{row.Length} places for {Channels.Count} channels", nameof(row));
        }

        // An Ornstein-Uhlenbeck walk: demand wanders about its mean within minutes.
        _demand += (-_demand / 120) + _noise.Next(0.008);
        var speed = 0.85 + (0.05 * Math.Sin(_second * 2 * Math.PI / 900)) + _demand;
        var electrical = SeverityOf(SimulatedFailure.ElectricalFault);
        var wear = SeverityOf(SimulatedFailure.BearingWear);
        var leak = SeverityOf(SimulatedFailure.SealLeak);
        var blockage = SeverityOf(SimulatedFailure.Blockage);
        speed *= 1 - (0.04 * electrical);

        var flow = speed * (1 - (0.25 * leak) - (0.35 * blockage));
        var head = speed * speed * (1 - (0.2 * leak) + (0.25 * blockage));
        var power = speed * speed * speed * (1 - (0.2 * blockage) + (0.08 * wear));
        var current = power * (1 + (electrical * (0.25 + (0.1 * Math.Sin(_second * 2.1)))));
        var vibration = speed * (1 + (1.5 * wear) + (0.3 * blockage) + (0.2 * electrical));
        _temperature += (35 + (20 * power) + (14 * wear) + (4 * electrical) - _temperature) / ThermalLagSeconds;
        _second++;

        row[0] = (float)(2950 * (speed + _noise.Next(0.002)));
        row[1] = (float)(_ratedFlow * (flow + _noise.Next(0.01)));
        row[2] = (float)(_ratedHead * (head + _noise.Next(0.01)));
        row[3] = (float)(_ratedCurrent * (current + _noise.Next(0.012)));
        row[4] = (float)(_ratedVibration * (vibration + _noise.Next(0.05)));
        row[5] = (float)(_temperature + _noise.Next(0.2));
    }

    private double SeverityOf(SimulatedFailure failure) => Failure == failure ? Severity : 0;
}
