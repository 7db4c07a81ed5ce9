using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// MiniRocket features of a window (Dempster, Schmidt, Webb 2021, doi:10.1145/3447548.3467231): 84 fixed kernels of nine taps that weigh -1 or 2, at
/// dilations up to the window's length; a feature is the share of the window in which a kernel's output exceeds a bias. Biases are quantiles of the
/// outputs on training windows. Of several channels a random few are added up before, the same for the kernels of a dilation whose first place of
/// weight 2 is the same. Immutable and thread-safe.
/// </summary>
public sealed partial class MiniRocket
{
    /// <summary>The shortest window: nine samples, one for each tap.</summary>
    public const int MinLength = MiniRocketPlan.Taps;

    internal const int MaxFeatures = 100_000;

    // First places of weight 2: 0 to 6.
    private const int Groups = 7;
    private readonly MiniRocketPlan _plan;
    private readonly bool[,,] _channels;
    private readonly float[] _biases;

    internal MiniRocket(int length, int channels, MiniRocketOptions options, float[] biases)
    {
        (_plan, Channels, Options, _biases) = (new MiniRocketPlan(length, options.Features), channels, options, biases);
        _channels = PickChannels(_plan.Dilations.Length, channels, options.Seed);
    }

    /// <summary>Number of features.</summary>
    public int Features => _plan.Features;

    /// <summary>Samples of a window.</summary>
    public int Length => _plan.Length;

    /// <summary>Channels of a window.</summary>
    public int Channels { get; }

    internal MiniRocketOptions Options { get; }

    internal ReadOnlySpan<float> Biases => _biases;

    /// <summary>Chooses the biases. The same windows give the same features.</summary>
    /// <param name="windows">Windows <c>[channel, time]</c> of finite values, at least one.</param>
    /// <param name="length">Samples of a window.</param>
    /// <param name="channels">Channels of a window.</param>
    /// <param name="options">How many features; the defaults where null.</param>
    /// <exception cref="InvalidRequestException">There is no window, one has another size or a value that is not finite, or the options make no sense.</exception>
    public static MiniRocket Fit(IReadOnlyList<float[]> windows, int length, int channels, MiniRocketOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(windows);
        options ??= new MiniRocketOptions();
        InvalidRequestException.Require(length is >= MinLength and <= 1 << 20, "length", $"{length} samples; from {MinLength} to {1 << 20} make sense");
        InvalidRequestException.Require(channels >= 1, "channels", $"{channels}; at least one is needed");
        InvalidRequestException.Require(options.Features is >= MiniRocketPlan.Kernels and <= MaxFeatures, "features", $"{options.Features}; from {MiniRocketPlan.Kernels} to {MaxFeatures} make sense");
        InvalidRequestException.Require(windows.Count > 0, "windows", "are none; biases are quantiles of their convolutions");
        for (var w = 0; w < windows.Count; w++)
        {
            InvalidRequestException.Require(
                windows[w].Length == length * channels && Array.TrueForAll(windows[w], float.IsFinite),
                $"windows[{w}]",
                $"has {windows[w].Length} values; {length * channels} finite ones are needed");
        }

        var rocket = new MiniRocket(length, channels, options, new float[new MiniRocketPlan(length, options.Features).Features]);
        rocket.FitBiases(windows, new Random(options.Seed));
        return rocket;
    }

    /// <summary>Computes the features of one window.</summary>
    /// <param name="window">Finite values <c>[channel, time]</c>.</param>
    /// <param name="features">Receives <see cref="Features"/> values from 0 to 1.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Transform(ReadOnlySpan<float> window, Span<float> features)
    {
        if (window.Length != Length * Channels || features.Length != Features)
        {
            throw new ArgumentException($"{window.Length} values and {features.Length} features; {Length * Channels} and {Features} are needed");
        }

        var buffers = new Buffers(Length, _plan.Dilations[^1]);
        for (var d = 0; d < _plan.Dilations.Length; d++)
        {
            var kernel = 0;
            for (var a = 0; a < Groups; a++)
            {
                Mix(window, d, a, buffers);
                for (var b = a + 1; b < MiniRocketPlan.Taps - 1; b++)
                {
                    Pair(d, a, b, buffers);
                    for (var c = b + 1; c < MiniRocketPlan.Taps; c++, kernel++)
                    {
                        var (from, count) = Range(d, kernel);
                        MiniRocketPooling.Shares(
                            buffers.Sum.AsSpan(from, count),
                            buffers.Tripled.AsSpan((c * _plan.Dilations[d]) + from, count),
                            _biases.AsSpan(_plan.First[d, kernel], _plan.PerKernel[d]),
                            features[_plan.First[d, kernel]..]);
                    }
                }
            }
        }
    }

    private static bool[,,] PickChannels(int dilations, int channels, int seed)
    {
        var (random, picked) = (new Random(seed), new bool[dilations, Groups, channels]);
        var order = Enumerable.Range(0, channels).ToArray();
        for (var d = 0; d < dilations; d++)
        {
            for (var a = 0; a < Groups; a++)
            {
                // 1 to 9 of them, evenly in the logarithm, as in the authors' multivariate form.
                var count = (int)Math.Pow(2, random.NextDouble() * Math.Log2(Math.Min(channels, 9) + 1));
                random.Shuffle(order);
                foreach (var c in order.AsSpan(0, Math.Clamp(count, 1, channels)))
                {
                    picked[d, a, c] = true;
                }
            }
        }

        return picked;
    }

    private (int From, int Count) Range(int dilation, int kernel)
    {
        var margin = MiniRocketPlan.IsPadded(dilation, kernel) ? 0 : (MiniRocketPlan.Taps - 1) / 2 * _plan.Dilations[dilation];
        return (margin, Length - (2 * margin));
    }

    // The channels of a group added up between zeros, and minus the sum of the nine taps.
    private void Mix(ReadOnlySpan<float> window, int d, int group, Buffers buffers)
    {
        var dilation = _plan.Dilations[d];
        var margin = (MiniRocketPlan.Taps - 1) / 2 * dilation;
        var mixed = buffers.Mixed.AsSpan(0, Length + (2 * margin));
        mixed.Clear();
        for (var c = 0; c < Channels; c++)
        {
            if (_channels[d, group, c])
            {
                TensorPrimitives.Add(mixed.Slice(margin, Length), window.Slice(c * Length, Length), mixed.Slice(margin, Length));
            }
        }

        TensorPrimitives.Negate(mixed[..Length], buffers.Base.AsSpan(0, Length));
        for (var tap = 1; tap < MiniRocketPlan.Taps; tap++)
        {
            TensorPrimitives.Subtract(buffers.Base.AsSpan(0, Length), mixed.Slice(tap * dilation, Length), buffers.Base.AsSpan(0, Length));
        }

        TensorPrimitives.Multiply(mixed, 3, buffers.Tripled);
    }

    // What the kernels of the first two places have in common.
    private void Pair(int d, int a, int b, Buffers buffers)
    {
        var dilation = _plan.Dilations[d];
        TensorPrimitives.Add(buffers.Tripled.AsSpan(a * dilation, Length), buffers.Tripled.AsSpan(b * dilation, Length), buffers.Sum);
        TensorPrimitives.Add(buffers.Sum.AsSpan(0, Length), buffers.Base.AsSpan(0, Length), buffers.Sum);
    }

    private void FitBiases(IReadOnlyList<float[]> windows, Random random)
    {
        var buffers = new Buffers(Length, _plan.Dilations[^1]);
        var (output, feature) = (new float[Length], 0);
        for (var d = 0; d < _plan.Dilations.Length; d++)
        {
            foreach (var kernel in MiniRocketPlan.KernelsOf(d, true).Concat(MiniRocketPlan.KernelsOf(d, false)))
            {
                var (a, b, c) = MiniRocketPlan.Places[kernel];
                Mix(windows[random.Next(windows.Count)], d, a, buffers);
                Pair(d, a, b, buffers);
                TensorPrimitives.Add(buffers.Sum.AsSpan(0, Length), buffers.Tripled.AsSpan(c * _plan.Dilations[d], Length), output);
                Array.Sort(output);
                for (var i = 0; i < _plan.PerKernel[d]; i++, feature++)
                {
                    // A sequence of low discrepancy: multiples of the golden ratio, less their whole parts.
                    var place = (feature + 1) * ((Math.Sqrt(5) + 1) / 2) % 1 * (Length - 1);
                    var low = (int)place;
                    _biases[feature] = (float)(output[low] + ((place - low) * (output[Math.Min(low + 1, Length - 1)] - output[low])));
                }
            }
        }
    }

    private sealed class Buffers(int length, int dilation)
    {
        public float[] Mixed { get; } = new float[length + ((MiniRocketPlan.Taps - 1) * dilation)];

        public float[] Tripled { get; } = new float[length + ((MiniRocketPlan.Taps - 1) * dilation)];

        public float[] Base { get; } = new float[length];

        public float[] Sum { get; } = new float[length];
    }
}
