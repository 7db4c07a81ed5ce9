namespace IndustrialAgents.Experts.Language.Tests;

public sealed class PriorScalingTests
{
    [Fact]
    public void Fit_ScoresOfKnownTemperature_FindsIt()
    {
        // Labels drawn from softmax(score / 0.25 + ln prior).
        double[] prior = [0.7, 0.3];
        var random = new System.Random(2);
        var (scores, classes) = (new double[40_000], new int[20_000]);
        for (var i = 0; i < classes.Length; i++)
        {
            (scores[2 * i], scores[(2 * i) + 1]) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
            var odds = Math.Exp((scores[2 * i] - scores[(2 * i) + 1]) / 0.25) * prior[0] / prior[1];
            classes[i] = random.NextDouble() < odds / (1 + odds) ? 0 : 1;
        }

        Assert.Equal(0.25, PriorScaling.Fit(scores, classes, prior).Temperature, 0.02);
    }

    [Fact]
    public void Fit_ScoresWithoutMeaning_LeavesThePrior()
    {
        double[] prior = [0.5, 0.5];

        var scaling = PriorScaling.Fit([1, 0, 1, 0], [0, 1], prior);

        Assert.Equal(Math.Log(2), scaling.Loss, 1e-6);
    }
}
