namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// Pictures of a machine's surface as a fixed camera would take them: brushed metal with, by condition, what the condition leaves on it.
/// In one picture of eight the fault lies out of sight. Simulated, seeded; thread-safe.
/// </summary>
public static class SurfaceImage
{
    /// <summary>Width and height in pixels.</summary>
    public const int Size = GreyCanvas.Size;

    private const double HiddenShare = 0.125;

    /// <summary>Makes one picture as an 8-bit grey BMP file.</summary>
    /// <param name="failure">The condition it shows.</param>
    /// <param name="random">Decides everything else about it.</param>
    public static byte[] Create(SimulatedFailure failure, Random random)
    {
        var canvas = new GreyCanvas(random);
        switch (random.NextDouble() < HiddenShare ? SimulatedFailure.Normal : failure)
        {
            case SimulatedFailure.BearingWear:
                canvas.Scratch(random, count: 5 + random.Next(5));
                break;
            case SimulatedFailure.SealLeak:
                canvas.Stain(random, count: 2 + random.Next(3), radius: 14, depth: -55);
                break;
            case SimulatedFailure.Blockage:
                canvas.Stain(random, count: 60 + random.Next(40), radius: 3, depth: 45);
                break;
            case SimulatedFailure.ElectricalFault:
                canvas.Stain(random, count: 1, radius: 26, depth: -80);
                canvas.Stain(random, count: 25, radius: 1.6, depth: 70);
                break;
            default:
                break;
        }

        return canvas.ToBmp();
    }
}
