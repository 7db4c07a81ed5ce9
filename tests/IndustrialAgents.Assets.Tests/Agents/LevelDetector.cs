namespace IndustrialAgents.Assets.Tests.Agents;

/// <summary>The score of a row is its first value: a detector without memory.</summary>
internal sealed class LevelDetector : IStreamingDetector
{
    public int Channels => 1;

    public double Threshold => 10;

    public double Push(ReadOnlySpan<float> row) => row[0];

    public void Reset()
    {
    }
}
