using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Resizing;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>Computes texture features of pictures by running <see cref="TextureGraph"/>. Thread-safe; dispose it to let go of the model.</summary>
public sealed class TextureFeatures : IDisposable
{
    private static readonly ImageTensor Converter = new(TensorLayout.Nchw, ChannelOrder.Grey, new PixelNormalisation(255));
    private readonly OnnxSession _session;

    /// <param name="side">Side in pixels to which pictures are brought.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is less than <see cref="TextureGraph.MinSide"/>.</exception>
    public TextureFeatures(int side)
    {
        Side = side;

        // One thread a run: pictures are many and run side by side.
        _session = OnnxSession.Load(TextureGraph.Create(side).ToBytes(), new OnnxSessionOptions { IntraOpThreads = 1, Providers = [OnnxProvider.Cpu] }, "texture-features");
    }

    /// <summary>Side in pixels to which pictures are brought.</summary>
    public int Side { get; }

    /// <summary>The features, <see cref="TextureGraph.Width"/> values, of one picture of any size.</summary>
    public float[] Extract(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var tensor = Converter.ToFloat(image.ToGrey().Resize(Side, Side));
        var outputs = _session.Run(new Dictionary<string, Tensor> { [TextureGraph.Input] = tensor });
        return outputs[TextureGraph.Features].AsSpan<float>().ToArray();
    }

    /// <summary>The features of many pictures, in their order; they are decoded and computed side by side.</summary>
    /// <param name="count">Number of pictures.</param>
    /// <param name="picture">Gives the picture of an index; called from several threads at once.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    public float[][] Extract(int count, Func<int, Image> picture, CancellationToken cancellationToken = default)
    {
        var features = new float[count][];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, count, options, i => features[i] = Extract(picture(i)));
        return features;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
