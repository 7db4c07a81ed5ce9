using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>Weights of a structured perceptron while it learns, and their sums over time, by which they are averaged. Not thread-safe.</summary>
internal sealed class PerceptronState(int tags)
{
    private readonly Dictionary<ulong, float[]> _weights = [];
    private readonly Dictionary<ulong, double[]> _moments = [];
    private readonly float[] _steps = new float[(tags + 1) * tags];
    private readonly double[] _stepMoments = new double[(tags + 1) * tags];
    private int _time;

    public void Learn(ulong[][] features, int[] truth)
    {
        var named = TagPath.Best(EntityTagger.Score(features, _weights, tags), _steps, tags);
        for (var i = 0; i < truth.Length; i++)
        {
            Step(i == 0 ? tags : truth[i - 1], truth[i], 1);
            Step(i == 0 ? tags : named[i - 1], named[i], -1);
            if (truth[i] != named[i])
            {
                foreach (var feature in features[i])
                {
                    Change(feature, truth[i], named[i]);
                }
            }
        }

        _time++;
    }

    /// <summary>The mean of the weights after each text: w - Σ(change · time of change) / texts (Daumé 2006).</summary>
    public (float[] Steps, IReadOnlyDictionary<ulong, float[]> Weights) Mean()
    {
        var time = Math.Max(1, _time);
        var weights = new Dictionary<ulong, float[]>();
        foreach (var (feature, weight) in _weights)
        {
            var moment = _moments[feature];
            var mean = weight.Select((value, tag) => (float)(value - (moment[tag] / time))).ToArray();
            if (TensorPrimitives.MaxMagnitude<float>(mean) != 0)
            {
                weights[feature] = mean;
            }
        }

        return ([.. _steps.Select((value, i) => (float)(value - (_stepMoments[i] / time)))], weights);
    }

    private void Step(int from, int to, int change)
    {
        _steps[(from * tags) + to] += change;
        _stepMoments[(from * tags) + to] += (double)change * _time;
    }

    private void Change(ulong feature, int right, int wrong)
    {
        if (!_weights.TryGetValue(feature, out var weight))
        {
            _weights[feature] = weight = new float[tags];
            _moments[feature] = new double[tags];
        }

        var moment = _moments[feature];
        weight[right]++;
        weight[wrong]--;
        moment[right] += _time;
        moment[wrong] -= _time;
    }
}
