using MathNet.Numerics;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Bayesian online change-point detection (Adams, MacKay 2007, arXiv:0710.3742) of one value: the probabilities of how many values have come since the last
/// change. Within a run values are normal with unknown mean and variance, a normal-inverse-gamma prior (Murphy 2007), so that the next one is Student
/// t. Runs longer than the longest count as that long, with the sums of the longest. Not thread-safe; a push allocates nothing.
/// </summary>
public sealed class RunLengths
{
    // Half an observation of variance: a run's first value may be anywhere.
    private const double PriorShape = 0.5;
    private readonly double _hazard;
    private readonly double _priorWeight;
    private readonly double[] _probabilities;
    private readonly double[] _means;
    private readonly double[] _squares;
    private readonly double[] _constants;
    private double _priorMean;
    private double _priorScale;
    private int _count;

    /// <summary>Makes one of values that are to be near 0 with a deviation near 1, until <see cref="Begin"/> says otherwise.</summary>
    /// <param name="meanRun">Values between changes that are expected; above 1.</param>
    /// <param name="maxRun">The longest run that is told apart; at least 2.</param>
    /// <param name="priorWeight">Values that the prior of a run's mean is worth; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RunLengths(double meanRun, int maxRun, double priorWeight)
    {
        if (!(meanRun > 1) || !double.IsFinite(meanRun) || !(priorWeight > 0) || !double.IsFinite(priorWeight))
        {
            throw new ArgumentOutOfRangeException(nameof(meanRun), $"mean run {meanRun} and prior weight {priorWeight}; above 1 and positive, both finite");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(maxRun, 2);
        (_hazard, _priorWeight) = (1 / meanRun, priorWeight);
        _probabilities = new double[maxRun + 1];
        (_means, _squares, _constants) = (new double[maxRun + 1], new double[maxRun + 1], new double[maxRun + 1]);
        for (var run = 0; run <= maxRun; run++)
        {
            var (shape, weight) = (PriorShape + (run / 2.0), priorWeight + run);
            _constants[run] = SpecialFunctions.GammaLn(shape + 0.5) - SpecialFunctions.GammaLn(shape) - (0.5 * Math.Log(2 * Math.PI * (weight + 1) / weight));
        }

        Begin(0, 1);
    }

    /// <summary>Forgets everything, and takes a prior for every run.</summary>
    /// <param name="mean">Where a run's mean is likely.</param>
    /// <param name="variance">How large its variance is likely, positive.</param>
    public void Begin(double mean, double variance)
    {
        (_priorMean, _priorScale) = (mean, PriorShape * variance);
        (_count, _probabilities[0], _means[0], _squares[0]) = (1, 1, mean, _priorScale);
    }

    /// <summary>Takes the next value.</summary>
    /// <param name="value">The value, finite.</param>
    public void Push(double value)
    {
        var (change, total) = (0.0, 0.0);
        for (var run = 0; run < _count; run++)
        {
            _probabilities[run] *= Density(run, value);
            change += _probabilities[run];
        }

        if (!(change > 0))
        {
            // So far from every run that no density is left: it can only be a change.
            Restart(value);
            return;
        }

        var last = _probabilities.Length - 1;
        var overflow = _count > last ? _probabilities[last] : 0;
        for (var run = Math.Min(_count, last); run >= 1; run--)
        {
            (_means[run], _squares[run]) = run == last && overflow > _probabilities[run - 1] ? Update(last, value) : Update(run - 1, value);
            _probabilities[run] = (_probabilities[run - 1] + (run == last ? overflow : 0)) * (1 - _hazard);
        }

        _count = Math.Min(_count + 1, _probabilities.Length);
        (_probabilities[0], _means[0], _squares[0]) = (change * _hazard, _priorMean, _priorScale);
        for (var run = 0; run < _count; run++)
        {
            total += _probabilities[run];
        }

        for (var run = 0; run < _count; run++)
        {
            _probabilities[run] /= total;
        }
    }

    /// <summary>Probability that so many values or fewer have come since the last change.</summary>
    public double AtMost(int run)
    {
        var sum = 0.0;
        for (var r = 0; r <= run && r < _count; r++)
        {
            sum += _probabilities[r];
        }

        return Math.Min(1, sum);
    }

    private double Density(int run, double value)
    {
        var (shape, weight) = (PriorShape + (run / 2.0), _priorWeight + run);
        var difference = value - _means[run];
        var spread = 2 * _squares[run] * (weight + 1) / weight;
        return Math.Exp(_constants[run] - (0.5 * Math.Log(_squares[run])) - ((shape + 0.5) * Math.Log(1 + (difference * difference / spread))));
    }

    private (double Mean, double Squares) Update(int run, double value)
    {
        var weight = _priorWeight + run;
        var difference = value - _means[run];
        return (_means[run] + (difference / (weight + 1)), _squares[run] + (weight * difference * difference / (2 * (weight + 1))));
    }

    private void Restart(double value)
    {
        (_means[0], _squares[0]) = (_priorMean, _priorScale);
        (_means[1], _squares[1]) = Update(0, value);
        (_count, _probabilities[0], _probabilities[1]) = (2, _hazard, 1 - _hazard);
    }
}
