namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class LeftDiscordTests
{
    [Fact]
    public void Push_RandomWalk_IsTheNearestOfAllEarlierWindows()
    {
        const int window = 9;
        var random = new Random(1);
        var (values, profile, value) = (new List<double>(), new LeftDiscord(window, 1000), 1000.0);
        for (var t = 0; t < 200; t++)
        {
            values.Add(value += random.NextDouble() - 0.5);
            var distance = profile.Push(value);
            var latest = t + 1 - window;
            var nearest = latest < 5 ? double.NaN : Enumerable.Range(0, latest - 4).Min(start => Distance(values, start, latest, window));
            Assert.Equal(nearest, distance, 1e-6);
        }
    }

    [Fact]
    public void Push_NewShapeInARepeatedOne_IsTheDiscord()
    {
        var profile = new LeftDiscord(20, 120);
        var distances = Enumerable.Range(0, 400).Select(t => profile.Push(Math.Sin(t * 2 * Math.PI / 25) + (t is >= 300 and < 310 ? 1 : 0))).ToArray();
        Assert.InRange(Array.IndexOf(distances, distances[60..].Max()), 300, 330);
        Assert.All(distances[60..300], distance => Assert.InRange(distance, 0, 1e-3));
    }

    [Fact]
    public void Push_FlatOrNotFinite_IsNeverWrong()
    {
        var profile = new LeftDiscord(4, 12);
        var distances = Enumerable.Range(0, 40).Select(_ => profile.Push(5)).ToArray();
        Assert.All(distances[5..], distance => Assert.Equal(0, distance));
        Assert.Equal(double.NaN, profile.Push(double.PositiveInfinity));
        Assert.Equal(double.NaN, profile.Push(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeftDiscord(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeftDiscord(10, 20));
    }

    private static double Distance(List<double> values, int one, int other, int window)
    {
        double[] Standardized(int start)
        {
            var part = values.GetRange(start, window);
            var mean = part.Average();
            var deviation = Math.Sqrt(part.Average(value => (value - mean) * (value - mean)));
            return [.. part.Select(value => (value - mean) / deviation)];
        }

        return Math.Sqrt(Standardized(one).Zip(Standardized(other), (a, b) => (a - b) * (a - b)).Sum());
    }
}
