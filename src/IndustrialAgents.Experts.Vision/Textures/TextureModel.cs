using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Resizing;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>Runs a fitted texture classifier outside a node, such as to evaluate it before it is saved. Thread-safe; dispose it to let go of the model.</summary>
public sealed class TextureModel : IDisposable
{
    private static readonly ImageTensor Converter = new(TensorLayout.Nchw, ChannelOrder.Grey, new PixelNormalisation(255));
    private readonly OnnxSession _session;
    private readonly IReadOnlyList<string> _labels;
    private readonly int _side;

    /// <param name="expert">What <see cref="TextureClassifier.Fit"/> made.</param>
    public TextureModel(FittedExpert expert)
    {
        ArgumentNullException.ThrowIfNull(expert);
        _labels = expert.Manifest.Labels;
        _session = OnnxSession.Load(expert.Model, new OnnxSessionOptions { IntraOpThreads = 1, Providers = [OnnxProvider.Cpu] }, expert.Manifest.Name);
        _side = (int)(_session.Inputs[0].Dimensions?[^1].Length ?? throw new ArgumentException("the model does not say the size of its pictures", nameof(expert)));
    }

    /// <summary>Probabilities of the classes for a picture of any size.</summary>
    public ClassProbabilities Classify(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var tensor = Converter.ToFloat(image.ToGrey().Resize(_side, _side));
        var outputs = _session.Run(new Dictionary<string, Tensor> { [TextureGraph.Input] = tensor });
        return new ClassProbabilities(_labels, Array.ConvertAll(outputs[TextureClassifier.Probabilities].AsSpan<float>().ToArray(), p => (double)p));
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
