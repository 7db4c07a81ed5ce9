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

    /// <summary>What the fit decided beside the weights; null where the head was read back.</summary>
    public HeadDecision? Decision { get; private init; }

    /// <param name="features">Features <c>[window, feature]</c>; overwritten.</param>
    /// <param name="kinds">What they are.</param>
    /// <param name="classes">Class of each window.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="folds">Fold of each window.</param>
    public static ClassifierHead Fit(float[] features, WindowFeatures kinds, int[] classes, int classCount, int[] folds)
    {
        var scale = FeatureScale.Fit(features, kinds);
        scale.Apply(features);
        var targets = new float[classes.Length * classCount];
        for (var row = 0; row < classes.Length; row++)
        {
            targets[(row * classCount) + classes[row]] = 1;
        }

        var fit = FoldedRidge.Fit(new RidgeRows(features, kinds.Width, targets, classCount, folds));
        var temperature = TemperatureScaling.FitSmoothed(fit.HeldOut.Span, classes, classCount).Temperature;
        var decision = new HeadDecision(scale, fit.Head.Strength / classes.Length, temperature);
        return Of(fit.Head, [.. Enumerable.Range(0, classCount)], decision) with
        {
            HeldOutAccuracy = Accuracy(fit.HeldOut.Span, classes, classCount),
            HeldOutLoss = fit.Loss,
            Decision = decision,
        };
    }

    /// <summary>A ridge head with scale and temperature multiplied in.</summary>
    /// <param name="head">Weights of the scaled features.</param>
    /// <param name="targets">Which of its targets become the classes, in order.</param>
    /// <param name="decision">Scale and temperature.</param>
    public static ClassifierHead Of(RidgeHead head, int[] targets, HeadDecision decision)
    {
        var (weights, intercept) = (new float[head.Features * targets.Length], new float[targets.Length]);
        for (var c = 0; c < targets.Length; c++)
        {
            var constant = head.Intercept[targets[c]] / decision.Temperature;
            for (var i = 0; i < head.Features; i++)
            {
                var weight = head.Weights[(i * head.Targets) + targets[c]] * decision.Scale.Factor[i] / decision.Temperature;
                weights[(i * targets.Length) + c] = (float)weight;
                constant -= weight * decision.Scale.Mean[i];
            }

            intercept[c] = (float)constant;
        }

        return new ClassifierHead(weights, intercept);
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
