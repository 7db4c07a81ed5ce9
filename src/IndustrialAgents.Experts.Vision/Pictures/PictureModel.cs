using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Steps;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>Runs a fitted classifier of pictures outside a node, such as to evaluate it before it is saved. Thread-safe; dispose it to let go of the model.</summary>
public sealed class PictureModel : IDisposable
{
    private readonly OnnxSession _session;
    private readonly IReadOnlyList<string> _labels;
    private readonly ImageStep _step;
    private readonly string _input;

    /// <param name="expert">What <see cref="PictureLearner.ToExpert"/> made.</param>
    public PictureModel(FittedExpert expert)
    {
        ArgumentNullException.ThrowIfNull(expert);
        _labels = expert.Manifest.Labels;
        _step = PictureFeatures.CreateStep(expert.Manifest.Inputs[0].Preprocess!);
        _session = OnnxSession.Load(expert.Model, new OnnxSessionOptions { IntraOpThreads = 1, Providers = [OnnxProvider.Cpu] }, expert.Manifest.Name);
        _input = _session.Inputs[0].Name;
    }

    /// <summary>Probabilities of the classes for a picture of any size.</summary>
    public ClassProbabilities Classify(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var outputs = _session.Run(new Dictionary<string, Tensor> { [_input] = _step.Convert(image, out _) });
        return new ClassProbabilities(_labels, Array.ConvertAll(outputs[PictureLearner.Probabilities].AsSpan<float>().ToArray(), p => (double)p));
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
