using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class SeriesClassifierLearner
{
    private const int BlockWindows = 256;

    // The sums of some windows alone: where one of them cannot be used, nothing was touched.
    private (string[] Classes, RidgeStatistics Seen) Collect(IReadOnlyList<LabelledSeries> windows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(windows);
        InvalidRequestException.Require(windows.Count > 0, "windows", "are none; give at least one");
        string[] classes = [.. windows.Select(window => window.Label).Distinct()];
        InvalidRequestException.Require(!classes.Any(string.IsNullOrWhiteSpace), "windows", "have one without a label; every window needs the name of its class");
        var places = classes.Select((label, c) => (label, c)).ToDictionary(pair => pair.label, pair => pair.c, StringComparer.Ordinal);
        var seen = new RidgeStatistics(Features, classes.Length);
        var scale = new FeatureScale([.. _recipe.FeatureMeans], [.. _recipe.FeatureFactors]);
        for (var first = 0; first < windows.Count; first += BlockWindows)
        {
            var count = Math.Min(BlockWindows, windows.Count - first);
            var rows = Enumerable.Range(first, count).SelectMany(w => Rows(windows[w].Series, w)).ToArray();
            var features = _features.Transform(rows, cancellationToken);
            var bad = Array.FindIndex(features, value => !float.IsFinite(value));
            InvalidRequestException.Require(
                bad < 0, $"windows[{first + (bad / Features / Copies)}].series.values", "are too large for features that float32 can hold; check the unit");
            scale.Apply(features);
            seen.AddClasses(features, Enumerable.Range(first, count).SelectMany(w => Enumerable.Repeat(places[windows[w].Label], Copies)).ToArray());
        }

        return (classes, seen);
    }

    // Standardized values [channel, time] of a window, and of its noisy copies.
    private List<float[]> Rows(Series series, int index)
    {
        var field = $"windows[{index}].series";
        InvalidRequestException.Require(
            series.SamplePeriod == _recipe.SamplePeriod, $"{field}.samplePeriod", $"{series.SamplePeriod}; this classifier was fitted to samples {_recipe.SamplePeriod} apart, resample to that");
        InvalidRequestException.Require(series.Length == Length, field, $"{series.Length} samples; this classifier was fitted to windows of {Length}, cut them to that");
        var window = WindowValues.ByChannel(ChannelPick.Of(series, [.. Channels.Select(channel => channel.Name)], "this classifier"), field);
        WindowValues.Standardize(window, _scale);
        var rows = new List<float[]> { window };
        if (_recipe.Noise.Count > 0)
        {
            // By the window itself and not by when it came, so that it is forgotten with the very noise that it was learned with.
            var hash = SHA256.HashData(MemoryMarshal.AsBytes<float>(window));
            var random = new Random(BinaryPrimitives.ReadInt32LittleEndian(hash) ^ _recipe.Seed);
            rows.AddRange(_recipe.Noise.Select(decibels => WhiteNoise.Add(window, Length, decibels, random)));
        }

        return rows;
    }
}
