using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>Chooses features, random features and ridge strength by the squared error on parts held out in turn, and the temperature on the same parts.</summary>
internal sealed class PictureSelection(float[][] rows, IReadOnlyList<int> widths, int[] classes, int classCount, int[] folds)
{
    /// <summary>One way to make rows for the ridge regression.</summary>
    public sealed record Choice(int[] Kinds, int Projection, float[] Mean, float[] Scale, FoldedRidge Ridge, double Temperature, double Accuracy);

    /// <summary>
    /// The choice with the most kinds of features among those whose error on parts held out is within one standard error of the least: a few pictures
    /// taken in a row seldom show what the next ones will differ in. Random features are tried on the sets that are so good without.
    /// </summary>
    /// <param name="sets">Sets of kinds of features, by their index.</param>
    /// <param name="projections">Numbers of random features, 0 for none.</param>
    /// <param name="seed">Seed of the random features.</param>
    /// <param name="cancellationToken">Stops between choices.</param>
    public Choice Best(IReadOnlyList<int[]> sets, IReadOnlyList<int> projections, int seed, CancellationToken cancellationToken)
    {
        var first = projections.Contains(0) ? 0 : projections[0];
        var best = Richest([.. sets.Select(set => Try(set, first, seed, cancellationToken))]);
        return Least([best, .. projections.Where(to => to != first).Select(to => Try(best.Kinds, to, seed, cancellationToken))]);
    }

    /// <summary>The features of the kinds given, of each row.</summary>
    public float[][] Picked(int[] kinds) => Array.ConvertAll(rows, row => Pick(row, kinds));

    private static Choice Least(IEnumerable<Choice> choices) => choices.MinBy(choice => choice.Ridge.Loss)!;

    private Choice Richest(Choice[] choices)
    {
        var least = Errors(Least(choices));
        return choices
            .Where(choice =>
            {
                var differences = Errors(choice).Zip(least, (own, best) => own - best).ToArray();
                var mean = differences.Average();
                var deviation = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / Math.Max(1, differences.Length - 1));
                return mean <= deviation / Math.Sqrt(differences.Length);
            })
            .OrderByDescending(choice => choice.Kinds.Length)
            .ThenBy(choice => choice.Ridge.Loss)
            .First();
    }

    // Squared error of each row while it was held out.
    private double[] Errors(Choice choice)
    {
        var scores = choice.Ridge.HeldOut.Span;
        var errors = new double[rows.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            var error = scores[i] - (i % classCount == classes[i / classCount] ? 1 : 0);
            errors[i / classCount] += error * error;
        }

        return errors;
    }

    private Choice Try(int[] kinds, int projection, int seed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var picked = Picked(kinds);
        var (mean, scale) = Standardize(picked, [.. kinds.Select(kind => widths[kind])]);
        var map = new PictureMap(mean, scale, projection, seed);
        var features = picked.SelectMany(map.Apply).ToArray();
        var targets = new float[rows.Length * classCount];
        for (var r = 0; r < rows.Length; r++)
        {
            targets[(r * classCount) + classes[r]] = 1;
        }

        var ridge = FoldedRidge.Fit(new RidgeRows(features, map.Width, targets, classCount, folds));
        var scores = ridge.HeldOut.Span;
        var right = 0;
        for (var r = 0; r < rows.Length; r++)
        {
            right += System.Numerics.Tensors.TensorPrimitives.IndexOfMax(scores.Slice(r * classCount, classCount)) == classes[r] ? 1 : 0;
        }

        var temperature = TemperatureScaling.FitSmoothed(scores, classes, classCount).Temperature;
        return new Choice(kinds, projection, mean, scale, ridge, temperature, (double)right / rows.Length);
    }

    // Kinds weigh the same, so that none outweighs the others by number.
    private static (float[] Mean, float[] Scale) Standardize(float[][] picked, int[] own)
    {
        var standardizer = Standardizer.Fit(picked.SelectMany(row => row).ToArray(), picked[0].Length);
        var mean = Array.ConvertAll(standardizer.Mean.ToArray(), value => (float)value);
        var (scale, at) = (new float[mean.Length], 0);
        foreach (var width in own)
        {
            for (var i = 0; i < width; i++, at++)
            {
                scale[at] = (float)(1 / (standardizer.Deviation[at] * Math.Sqrt(width)));
            }
        }

        return (mean, scale);
    }

    private float[] Pick(float[] row, int[] kinds)
    {
        var result = new List<float>();
        for (int kind = 0, at = 0; kind < widths.Count; at += widths[kind], kind++)
        {
            if (kinds.Contains(kind))
            {
                result.AddRange(row.AsSpan(at, widths[kind]));
            }
        }

        return [.. result];
    }
}
