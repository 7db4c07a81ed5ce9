using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>The features that a classifier uses, of windows whose channels are standardized: a spectrum, MiniRocket, or one after the other. Thread-safe.</summary>
internal sealed record WindowFeatures(SpectralFeatures? Spectrum, MiniRocket? MiniRocket)
{
    public int Width => (Spectrum?.Features ?? 0) + (MiniRocket?.Features ?? 0);

    public SeriesFeatureKind Kind => (Spectrum, MiniRocket) switch
    {
        (not null, not null) => SeriesFeatureKind.Both,
        (not null, null) => SeriesFeatureKind.Spectrum,
        _ => SeriesFeatureKind.MiniRocket,
    };

    /// <summary>Number of features of the same kind as one, so that neither kind outweighs the other by number.</summary>
    public int KindWidth(int feature) => feature < (Spectrum?.Features ?? 0) ? Spectrum!.Features : MiniRocket!.Features;

    public void Transform(ReadOnlySpan<float> window, Span<float> features)
    {
        var spectral = Spectrum?.Features ?? 0;
        Spectrum?.Transform(window, features[..spectral]);
        MiniRocket?.Transform(window, features[spectral..]);
    }

    public float[] Transform(IReadOnlyList<float[]> windows, CancellationToken cancellationToken)
    {
        var features = new float[checked(windows.Count * Width)];
        Parallel.For(
            0, windows.Count, new ParallelOptions { CancellationToken = cancellationToken }, w => Transform(windows[w], features.AsSpan(w * Width, Width)));
        return features;
    }

    public GraphTensor AddTo(GraphBuilder graph, GraphTensor window) => Kind switch
    {
        SeriesFeatureKind.Both => graph.Concat([Spectrum!.AddTo(graph, window), MiniRocket!.AddTo(graph, window)], 1),
        SeriesFeatureKind.Spectrum => Spectrum!.AddTo(graph, window),
        _ => MiniRocket!.AddTo(graph, window),
    };
}
