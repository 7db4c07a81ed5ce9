using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// The fitted part of a series classifier: a ridge regression onto the classes over standardized features, with scale and temperature multiplied into
/// the weights, so that the softmax of weights times features is a probability.
/// </summary>
/// <param name="Weights">Weights <c>[feature, class]</c>.</param>
/// <param name="Intercept">One value a class.</param>
internal sealed record ClassifierHead(float[] Weights, float[] Intercept)
{
    /// <summary>Share of windows whose class was found while their fold was held out, noisy copies included.</summary>
    public double HeldOutAccuracy { get; private init; }

    /// <summary>Squared error of the windows held out, by which features are chosen.</summary>
    public double HeldOutLoss { get; private init; }

    /// <param name="features">Features <c>[window, feature]</c>; overwritten.</param>
    /// <param name="kinds">What they are.</param>
    /// <param name="classes">Class of each window.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="folds">Fold of each window.</param>
    public static ClassifierHead Fit(float[] features, WindowFeatures kinds, int[] classes, int classCount, int[] folds)
    {
        var width = kinds.Width;
        var standardizer = Standardizer.Fit(features, width);
        var scale = Enumerable.Range(0, width).Select(i => 1 / (standardizer.Deviation[i] * Math.Sqrt(kinds.KindWidth(i)))).ToArray();
        for (var at = 0; at < features.Length; at++)
        {
            features[at] = (float)((features[at] - standardizer.Mean[at % width]) * scale[at % width]);
        }

        var targets = new float[classes.Length * classCount];
        for (var row = 0; row < classes.Length; row++)
        {
            targets[(row * classCount) + classes[row]] = 1;
        }

        var fit = FoldedRidge.Fit(new RidgeRows(features, width, targets, classCount, folds));
        var temperature = TemperatureScaling.FitSmoothed(fit.HeldOut.Span, classes, classCount).Temperature;
        var (weights, intercept) = (new float[width * classCount], new double[classCount]);
        for (var c = 0; c < classCount; c++)
        {
            intercept[c] = fit.Head.Intercept[c] / temperature;
            for (var i = 0; i < width; i++)
            {
                var weight = fit.Head.Weights[(i * classCount) + c] * scale[i] / temperature;
                weights[(i * classCount) + c] = (float)weight;
                intercept[c] -= weight * standardizer.Mean[i];
            }
        }

        return new ClassifierHead(weights, Array.ConvertAll(intercept, value => (float)value))
        {
            HeldOutAccuracy = Accuracy(fit.HeldOut.Span, classes, classCount),
            HeldOutLoss = fit.Loss,
        };
    }

    private static double Accuracy(ReadOnlySpan<double> scores, int[] classes, int classCount)
    {
        var right = 0;
        for (var row = 0; row < classes.Length; row++)
        {
            right += System.Numerics.Tensors.TensorPrimitives.IndexOfMax(scores.Slice(row * classCount, classCount)) == classes[row] ? 1 : 0;
        }

        return (double)right / classes.Length;
    }
}
