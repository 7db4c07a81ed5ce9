using IndustrialAgents.Onnx.Graphs;
using MathNet.Numerics.IntegralTransforms;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// The spectrum of each channel of a window as features: power by frequency in segments under a Hann window that overlap by half, averaged (Welch
/// 1967, doi:10.1109/TAU.1967.1161901). White noise of variance 1 has power 1 at every frequency. Immutable and thread-safe.
/// </summary>
public sealed class SpectralFeatures
{
    // Channels come with variance 1 over the training windows; power below a millionth of that is rounding or says nothing.
    private const double Floor = 1e-6;
    private readonly double[] _taper;
    private readonly int[] _starts;

    /// <summary>Features of windows of one size.</summary>
    /// <param name="length">Samples of a window.</param>
    /// <param name="channels">Channels of a window.</param>
    /// <param name="options">Which features; the defaults where null.</param>
    /// <exception cref="InvalidRequestException">The sizes make no sense.</exception>
    public SpectralFeatures(int length, int channels, SpectrumOptions? options = null)
    {
        (Length, Channels, Options) = (length, channels, options ?? new SpectrumOptions());
        Segment = Options.Segment ?? (length < 64 ? length : length / 4);
        InvalidRequestException.Require(length is >= 4 and <= 1 << 20 && channels >= 1, "length", $"{length} samples of {channels} channels; from 4 to {1 << 20} of at least one make sense");
        InvalidRequestException.Require(Segment >= 4 && Segment <= length, "segment", $"{Segment} samples; it must be from 4 to the window's {length}");
        _starts = [.. Enumerable.Range(0, 1 + ((length - Segment) / (Segment / 2))).Select(i => i * (Segment / 2))];
        var hann = Enumerable.Range(0, Segment).Select(t => 0.5 - (0.5 * Math.Cos(2 * Math.PI * (t + 0.5) / Segment))).ToArray();
        var norm = Math.Sqrt(hann.Sum(value => value * value));
        _taper = Array.ConvertAll(hann, value => value / norm);
    }

    /// <summary>Samples of a window.</summary>
    public int Length { get; }

    /// <summary>Channels of a window.</summary>
    public int Channels { get; }

    /// <summary>Samples of a segment.</summary>
    public int Segment { get; }

    /// <summary>Number of features: one a channel and frequency, from zero to half the sampling rate.</summary>
    public int Features => Channels * Bins;

    internal SpectrumOptions Options { get; }

    private int Bins => (Segment / 2) + 1;

    /// <summary>Computes the features of one window.</summary>
    /// <param name="window">Finite values <c>[channel, time]</c>.</param>
    /// <param name="features">Receives <see cref="Features"/> values.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Transform(ReadOnlySpan<float> window, Span<float> features)
    {
        if (window.Length != Length * Channels || features.Length != Features)
        {
            throw new ArgumentException($"{window.Length} values and {features.Length} features; {Length * Channels} and {Features} are needed");
        }

        var (line, power) = (new double[Segment + 2], new double[Bins]);
        for (var c = 0; c < Channels; c++)
        {
            Array.Clear(power);
            foreach (var start in _starts)
            {
                for (var t = 0; t < Segment; t++)
                {
                    line[t] = window[(c * Length) + start + t] * _taper[t];
                }

                Fourier.ForwardReal(line, Segment, FourierOptions.NoScaling);
                for (var bin = 0; bin < Bins; bin++)
                {
                    power[bin] += (line[2 * bin] * line[2 * bin]) + (line[(2 * bin) + 1] * line[(2 * bin) + 1]);
                }
            }

            for (var bin = 0; bin < Bins; bin++)
            {
                var mean = power[bin] / _starts.Length;
                features[(c * Bins) + bin] = (float)(Options.Scale == SpectrumScale.LogPower ? Math.Log(mean + Floor) : Math.Sqrt(mean));
            }
        }
    }

    /// <summary>The features as an ONNX graph: input <c>window</c> float32 [batch, channel, time], output <c>features</c> float32 [batch, feature].</summary>
    public OnnxGraph ToGraph()
    {
        var graph = new GraphBuilder("spectrum");
        var window = graph.Input("window", ElementType.Float32, "batch", Channels, Length);
        return graph.Output("features", AddTo(graph, window), ElementType.Float32, "batch", Features).Build();
    }

    /// <summary>Adds the features [batch, feature] of a window [batch, channel, time] to a graph.</summary>
    internal GraphTensor AddTo(GraphBuilder graph, GraphTensor window)
    {
        var places = graph.Vector([.. _starts.SelectMany(start => Enumerable.Range(start, Segment)).Select(t => (long)t)]);
        var segments = graph.Reshape(graph.Gather(window, places, 2), [-1, Segment]);
        var tapered = graph.Mul(segments, graph.Initializer("taper", Array.ConvertAll(_taper, value => (float)value), Segment));
        var lines = graph.Node("DFT", [graph.Unsqueeze(tapered, [2])], [("axis", 1), ("onesided", 1)]);
        var power = graph.ReduceSum(graph.Square(lines), [2], keepDimensions: false);
        var mean = graph.Reshape(graph.ReduceMean(graph.Reshape(power, [-1, _starts.Length, Bins]), [1], keepDimensions: false), [-1, Features]);
        return Options.Scale == SpectrumScale.LogPower ? graph.Log(graph.Add(mean, graph.Scalar((float)Floor))) : graph.Sqrt(mean);
    }
}
