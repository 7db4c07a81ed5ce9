namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// Pictures of a machine's surface: brushed metal with what each failure mode leaves on it, fainter and less of it where the fault is slight, and
/// dirt that means nothing. Marks of different modes look alike in part. Simulated; thread-safe.
/// </summary>
internal static class MachinePicture
{
    private const double DirtShare = 0.3;

    private static readonly Dictionary<(MachineKind, string), Action<GreyCanvas, Random, double>> Marks = new()
    {
        [(MachineKind.Pump, "bearing wear")] = (canvas, random, s) => canvas.Scratch(random, Count(s, 8), 0.6, 0.3 + (0.5 * s)),
        [(MachineKind.Pump, "seal leak")] = (canvas, random, s) => canvas.Stain(random, Count(s, 3), 14, -10 - (25 * s)),
        [(MachineKind.Pump, "blockage")] = (canvas, random, s) => canvas.Stain(random, Count(s, 50), 3, 8 + (16 * s)),
        [(MachineKind.Pump, "cavitation")] = (canvas, random, s) => canvas.Stain(random, Count(s, 50), 2.5, -8 - (16 * s)),
        [(MachineKind.Bearing, "outer race")] = (canvas, random, s) => canvas.Stain(random, Count(s, 4), 9, -12 - (24 * s)),
        [(MachineKind.Bearing, "inner race")] = (canvas, random, s) => canvas.Stain(random, Count(s, 12), 5, -10 - (22 * s)),
        [(MachineKind.Bearing, "rolling element")] = (canvas, random, s) => canvas.Stain(random, Count(s, 12), 4, 10 + (22 * s)),
        [(MachineKind.Bearing, "lubrication loss")] = (canvas, random, s) => canvas.Scratch(random, Count(s, 10), 0, 0.25 + (0.5 * s)),
        [(MachineKind.Conveyor, "overload")] = (canvas, random, s) => canvas.Stain(random, Count(s, 40), 3.5, 8 + (16 * s)),
        [(MachineKind.Conveyor, "belt slip")] = (canvas, random, s) => canvas.Scratch(random, Count(s, 10), 1.2, 0.25 + (0.5 * s)),
        [(MachineKind.Conveyor, "bearing wear")] = (canvas, random, s) => canvas.Scratch(random, Count(s, 8), 0.5, 0.25 + (0.5 * s)),
        [(MachineKind.Conveyor, "winding fault")] = (canvas, random, s) => canvas.Stain(random, Count(s, 2), 20, -10 - (25 * s)),
        [(MachineKind.Press, "tool wear")] = (canvas, random, s) => canvas.Stain(random, Count(s, 60), 1.8, 12 + (20 * s)),
        [(MachineKind.Press, "lubrication loss")] = (canvas, random, s) => canvas.Scratch(random, Count(s, 10), 1.2, 0.25 + (0.5 * s)),
        [(MachineKind.Press, "misalignment")] = (canvas, random, s) => canvas.Scratch(random, Count(s, 10), 0.2, 0.25 + (0.5 * s)),
        [(MachineKind.Press, "clutch slip")] = (canvas, random, s) => canvas.Stain(random, Count(s, 60), 2.2, -8 - (16 * s)),
    };

    /// <summary>Makes one picture as an 8-bit grey BMP file.</summary>
    public static byte[] Create(MachineKind kind, string mode, double severity, double hiddenShare, Random random)
    {
        var canvas = new GreyCanvas(random);
        var isHidden = random.NextDouble() < hiddenShare;
        if (random.NextDouble() < DirtShare)
        {
            var modes = MachineModes.Of(kind);
            Marks[(kind, modes[1 + random.Next(modes.Count - 1)])](canvas, random, 0.15 * random.NextDouble());
        }

        if (!isHidden && Marks.TryGetValue((kind, mode), out var draw))
        {
            draw(canvas, random, severity);
        }

        return canvas.ToBmp();
    }

    private static int Count(double severity, int most) => Math.Max(1, (int)Math.Round(most * (0.3 + (0.7 * severity))));
}
