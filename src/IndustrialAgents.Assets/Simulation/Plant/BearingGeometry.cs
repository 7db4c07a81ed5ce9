namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// Size of a rolling bearing, and the frequencies with which a defect of each part is rolled over, as multiples of the shaft's speed (Harris, Kotzalas,
/// Rolling Bearing Analysis, 5th edition, chapter 10; outer ring at rest, no slip). Immutable and thread-safe.
/// </summary>
/// <param name="Elements">Number of rolling elements.</param>
/// <param name="ElementDiameter">Their diameter in mm.</param>
/// <param name="PitchDiameter">Diameter of the circle of their centres in mm.</param>
/// <param name="ContactAngle">Contact angle in radians.</param>
public sealed record BearingGeometry(int Elements, double ElementDiameter, double PitchDiameter, double ContactAngle = 0)
{
    /// <summary>A deep-groove ball bearing 6205.</summary>
    public static BearingGeometry DeepGroove6205 { get; } = new(9, 7.94, 39.04);

    /// <summary>Rolling elements that pass a place on the outer race in one turn of the shaft.</summary>
    public double OuterRace => Elements / 2.0 * (1 - Ratio);

    /// <summary>Rolling elements that pass a place on the inner race in one turn of the shaft.</summary>
    public double InnerRace => Elements / 2.0 * (1 + Ratio);

    /// <summary>Turns of a rolling element about itself in one turn of the shaft; a defect on it strikes twice a turn.</summary>
    public double Spin => PitchDiameter / (2 * ElementDiameter) * (1 - (Ratio * Ratio));

    /// <summary>Turns of the cage in one turn of the shaft.</summary>
    public double Cage => 0.5 * (1 - Ratio);

    private double Ratio => ElementDiameter / PitchDiameter * Math.Cos(ContactAngle);
}
