namespace IndustrialAgents.Assets.Simulation;

/// <summary>Normally distributed numbers from a seeded generator (Box and Muller 1958). Not thread-safe.</summary>
/// <param name="random">The generator.</param>
internal sealed class GaussianNoise(Random random)
{
    /// <summary>A number of mean 0 and the deviation given.</summary>
    public double Next(double deviation = 1) =>
        deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
