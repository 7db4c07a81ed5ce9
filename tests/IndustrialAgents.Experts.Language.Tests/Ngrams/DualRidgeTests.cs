using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Language.Tests;

public sealed class DualRidgeTests
{
    private const int Rows = 12;
    private const int Classes = 3;

    private static readonly double[] Shares = [0.5, 0.3, 0.2];

    [Fact]
    public void Solve_AnyRows_SatisfyTheNormalEquations()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var (kernel, classes, weights) = Draw(seed);
            var ridge = DualRidge.Solve(Lower(kernel, Rows), classes, Shares, 0.3, weights);
            for (var i = 0; i < Rows; i++)
            {
                for (var c = 0; c < Classes; c++)
                {
                    var sum = 0.3 / weights[i] * ridge.Coefficients[(i * Classes) + c];
                    for (var j = 0; j < Rows; j++)
                    {
                        sum += kernel[i, j] * ridge.Coefficients[(j * Classes) + c];
                    }

                    if (Math.Abs(sum - (classes[i] == c ? 1 : 0) + Shares[c]) > 1e-8)
                    {
                        return false;
                    }
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Solve_LeftOut_IsWhatASolutionWithoutTheRowScores()
    {
        var (kernel, classes, weights) = Draw(3);
        var ridge = DualRidge.Solve(Lower(kernel, Rows), classes, Shares, 0.3, weights);
        for (var left = 0; left < Rows; left++)
        {
            int[] kept = [.. Enumerable.Range(0, Rows).Where(row => row != left)];
            var part = new double[Rows - 1, Rows - 1];
            for (var i = 0; i < kept.Length; i++)
            {
                for (var j = 0; j < kept.Length; j++)
                {
                    part[i, j] = kernel[kept[i], kept[j]];
                }
            }

            var without = DualRidge.Solve(
                Lower(part, Rows - 1), Array.ConvertAll(kept, row => classes[row]), Shares, 0.3, Array.ConvertAll(kept, row => weights[row]));
            for (var c = 0; c < Classes; c++)
            {
                var score = kept.Select((row, i) => kernel[left, row] * without.Coefficients[(i * Classes) + c]).Sum();
                Assert.Equal(score, ridge.LeftOut[(left * Classes) + c], 1e-8);
            }
        }
    }

    private static (double[,] Kernel, int[] Classes, double[] Weights) Draw(int seed)
    {
        var random = new System.Random(seed);
        var features = new double[Rows, 5];
        for (var i = 0; i < features.Length; i++)
        {
            features[i / 5, i % 5] = random.NextDouble() - 0.5;
        }

        var kernel = new double[Rows, Rows];
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Rows; j++)
            {
                kernel[i, j] = Enumerable.Range(0, 5).Sum(f => features[i, f] * features[j, f]);
            }
        }

        return (kernel, [.. Enumerable.Range(0, Rows).Select(_ => random.Next(Classes))], [.. Enumerable.Range(0, Rows).Select(_ => 0.5 + random.NextDouble())]);
    }

    private static double[] Lower(double[,] kernel, int n)
    {
        var lower = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                lower[(i * n) + j] = kernel[i, j];
            }
        }

        return lower;
    }
}
