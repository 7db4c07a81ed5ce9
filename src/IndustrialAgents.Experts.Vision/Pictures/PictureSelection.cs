using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>Chooses features, random features and ridge strength by the squared error on parts held out in turn, and the kind of head and its temperature on the same parts.</summary>
internal sealed class PictureSelection(float[][] rows, IReadOnlyList<int> widths, int[] classes, int classCount, int[] folds)
{
    // With fewer rows of a class the spread within classes cannot be told, and a discriminant is as sure as it is wrong.
    private const int LeastForDiscriminant = 20;

    /// <summary>One way to make rows for the ridge regression.</summary>
    public sealed record Choice(int[] Kinds, int Projection, float[] Mean, float[] Scale, FoldedRidge Ridge, bool Discriminant, double Temperature, double Accuracy);

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
        return Head(Least([best, .. projections.Where(to => to != first).Select(to => Try(best.Kinds, to, seed, cancellationToken))]), seed, cancellationToken);
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
        var (temperature, accuracy, _) = Judge(ridge.HeldOut.Span);
        return new Choice(kinds, projection, mean, scale, ridge, false, temperature, accuracy);
    }

    // The discriminant made of the same ridge, where held-out classes are likelier by it.
    private Choice Head(Choice choice, int seed, CancellationToken cancellationToken)
    {
        if (classes.CountBy(c => c).Min(own => own.Value) < LeastForDiscriminant)
        {
            return choice;
        }

        var map = new PictureMap(choice.Mean, choice.Scale, choice.Projection, seed);
        var mapped = Array.ConvertAll(Picked(choice.Kinds), map.Apply);
        var parts = Enumerable.Range(0, folds.Max() + 1).Select(fold => Collect(mapped, map.Width, fold)).ToArray();
        var scores = new double[rows.Length * classCount];
        for (var fold = 0; fold < parts.Length; fold++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var others = new RidgeStatistics(map.Width, classCount);
            foreach (var part in parts.Where(part => part != parts[fold]))
            {
                others.Merge(part);
            }

            var head = DiscriminantHead.From(RidgeHead.Solve(others, choice.Ridge.Head.Strength / rows.Length * others.Count), others);
            for (var r = 0; r < rows.Length; r++)
            {
                if (folds[r] == fold)
                {
                    head.Predict(mapped[r], scores.AsSpan(r * classCount, classCount));
                }
            }
        }

        var (temperature, accuracy, loss) = Judge(scores);
        return loss < Judge(choice.Ridge.HeldOut.Span).LogLoss ? choice with { Discriminant = true, Temperature = temperature, Accuracy = accuracy } : choice;
    }

    private RidgeStatistics Collect(float[][] mapped, int width, int fold)
    {
        var statistics = new RidgeStatistics(width, classCount);
        var members = Enumerable.Range(0, mapped.Length).Where(r => folds[r] == fold).ToArray();
        statistics.AddClasses([.. members.SelectMany(r => mapped[r])], Array.ConvertAll(members, r => classes[r]));
        return statistics;
    }

    private (double Temperature, double Accuracy, double LogLoss) Judge(ReadOnlySpan<double> scores)
    {
        var scaling = TemperatureScaling.FitSmoothed(scores, classes, classCount);
        var (right, loss, probabilities) = (0, 0.0, new double[classCount]);
        for (var r = 0; r < classes.Length; r++)
        {
            var own = scores.Slice(r * classCount, classCount);
            scaling.Apply(own, probabilities);
            right += System.Numerics.Tensors.TensorPrimitives.IndexOfMax(own) == classes[r] ? 1 : 0;
            loss -= Math.Log(Math.Max(probabilities[classes[r]], 1e-12));
        }

        return (scaling.Temperature, (double)right / classes.Length, loss / classes.Length);
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
