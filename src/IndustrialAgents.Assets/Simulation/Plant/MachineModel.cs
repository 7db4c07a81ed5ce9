namespace IndustrialAgents.Assets.Simulation;

/// <summary>What the sensors of one kind of machine show. Thread-safe.</summary>
internal abstract class MachineModel
{
    private static readonly Dictionary<MachineKind, MachineModel> Models = new()
    {
        [MachineKind.Pump] = new PumpModel(),
        [MachineKind.Bearing] = new BearingModel(),
        [MachineKind.Conveyor] = new ConveyorModel(),
        [MachineKind.Press] = new PressModel(),
    };

    /// <summary>The channels of a window.</summary>
    public abstract IReadOnlyList<SeriesChannel> Channels { get; }

    /// <summary>Time from one sample to the next.</summary>
    public abstract TimeSpan SamplePeriod { get; }

    /// <summary>Samples of a window.</summary>
    public abstract int Length { get; }

    public static MachineModel Of(MachineKind kind) =>
        Models.TryGetValue(kind, out var model) ? model : throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of simulated machine");

    /// <summary>Makes one window.</summary>
    /// <param name="mode">The failure mode.</param>
    /// <param name="severity">How far it has come, 0 to 1.</param>
    /// <param name="machine">Decides the machine's own ratings; the same for each window of it.</param>
    /// <param name="random">Decides load and noise.</param>
    public Series Window(string mode, double severity, Random machine, Random random)
    {
        var values = new float[Length * Channels.Count];
        Fill(values, mode, severity, machine, random);
        return new Series { Channels = Channels, SamplePeriod = SamplePeriod, Values = values };
    }

    /// <summary>Writes the values <c>[time, channel]</c>.</summary>
    protected abstract void Fill(Span<float> values, string mode, double severity, Random machine, Random random);

    /// <summary>A number evenly between two others.</summary>
    protected static double Between(Random random, double low, double high) => low + ((high - low) * random.NextDouble());

    /// <summary>The severity where the mode is this one, else 0.</summary>
    protected static double If(string mode, string wanted, double severity) => mode == wanted ? severity : 0;
}
