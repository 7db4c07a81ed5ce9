using System.Numerics.Tensors;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class JointSpaceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-joint-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Fit_ModalitiesOfOneHiddenCause_FindsTheSameModeAcrossThem()
    {
        var space = JointSpace.Fit(Examples(1, 300));
        var (asked, archive) = (Examples(2, 100), Examples(3, 200));

        Assert.Equal(["image", "text"], space.Modalities);
        var right = asked.Average(example => archive.MaxBy(other => Cosine(space.Embed("text", example.Features["text"]), space.Embed("image", other.Features["image"])))!.Mode == example.Mode ? 1.0 : 0);
        Assert.True(right > 0.85, $"{right}");
        Assert.InRange(space.HeldOutReciprocalRank!.Value, 0.85, 1);
        Assert.NotNull(space.Strength);
    }

    [Fact]
    public void Fit_TwoViewsWithoutModes_FirstDirectionHasTheCanonicalCorrelation()
    {
        // One shared factor of variance 1 in noise of variance 1 each: the population's canonical correlation is 1 / 2.
        var random = new Random(4);
        var examples = Enumerable.Range(0, 4000).Select(_ =>
        {
            var shared = Normal(random);
            return new JointExample(new Dictionary<string, float[]>
            {
                ["a"] = [(float)(shared + Normal(random)), (float)Normal(random)],
                ["b"] = [(float)(shared + Normal(random)), (float)Normal(random)],
            });
        }).ToList();
        var space = JointSpace.Fit(examples[..200], new JointSpaceOptions { Dimensions = [1], Strengths = [1e-6] });

        // With one dimension a place is a sign: it agrees with probability 1/2 + asin(1/2) / π = 2/3 for Gaussian pairs (Sheppard 1899).
        var agree = examples.Skip(200).Average(example => space.Embed("a", example.Features["a"])[0] * space.Embed("b", example.Features["b"])[0] > 0 ? 1.0 : 0);
        Assert.InRange(agree, 0.62, 0.71);
    }

    [Fact]
    public void Fit_SomeModalitiesMissing_StillFinds()
    {
        var examples = Examples(1, 300).Select((example, i) => i % 3 == 0 ? example with { Features = example.Features.Where(pair => pair.Key == "text").ToDictionary() } : example).ToList();

        Assert.InRange(JointSpace.Fit(examples).HeldOutReciprocalRank!.Value, 0.8, 1);
    }

    [Fact]
    public void Embed_SeveralModalities_IsTheMiddleOfTheirPlaces()
    {
        var space = JointSpace.Fit(Examples(1, 100));
        var features = Examples(2, 1)[0].Features;
        var (text, image, both) = (space.Embed("text", features["text"]), space.Embed("image", features["image"]), space.Embed(features));

        Assert.Equal(1, TensorPrimitives.Norm<float>(both), 1e-5);
        Assert.Equal(Cosine(text, both), Cosine(image, both), 1e-5);
    }

    [Fact]
    public void ToGraph_RunByTheRuntime_GivesTheNativePlace()
    {
        var space = JointSpace.Fit(Examples(1, 100));
        var features = Examples(2, 1)[0].Features["image"];
        using var session = OnnxSession.Load(space.ToGraph("image").ToBytes(), new OnnxSessionOptions { IntraOpThreads = 1, Providers = [OnnxProvider.Cpu] }, "projection");
        var outputs = session.Run(new Dictionary<string, Tensor> { [JointSpace.Input] = Tensor.Create(features, 1, features.Length) }, TestContext.Current.CancellationToken);

        Assert.Equal(space.Embed("image", features), outputs[JointSpace.Output].AsSpan<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Load_SavedSpace_GivesTheSamePlaces()
    {
        var space = JointSpace.Fit(Examples(1, 100));
        space.Save(_folder.FullName);
        var loaded = JointSpace.Load(_folder.FullName);
        var features = Examples(2, 1)[0].Features;

        Assert.Equal(space.Embed(features), loaded.Embed(features));
        Assert.Equal(space.Dimension, loaded.Dimension);
        Assert.Equal(space.Width("text"), loaded.Width("text"));
    }

    [Fact]
    public void Load_DamagedProjections_AreCorruptNeverWorse()
    {
        JointSpace.Fit(Examples(1, 60)).Save(_folder.FullName);
        var path = Path.Combine(_folder.FullName, "projection-text.onnx");
        var bytes = File.ReadAllBytes(path);
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, i % 2 == 0 ? damaged : damaged[..random.Next(damaged.Length)]);
            var e = Record.Exception(() => JointSpace.Load(_folder.FullName));
            Assert.True(e is null or CorruptGraphException, $"{e}");
        }
    }

    [Fact]
    public void Load_EmptyFolder_SaysWhatIsMissing() => Assert.Contains("projection-NAME", Assert.Throws<FileNotFoundException>(() => JointSpace.Load(_folder.FullName)).Message);

    [Fact]
    public void Fit_WrongExamples_NamesTheField()
    {
        var examples = Examples(1, 60);
        Assert.Equal("examples", Assert.Throws<InvalidRequestException>(() => JointSpace.Fit(examples[..5])).Field);
        Assert.Equal("examples", Assert.Throws<InvalidRequestException>(() => JointSpace.Fit(
            [.. examples.Select(example => example with { Features = example.Features.Where(pair => pair.Key == "text").ToDictionary() })])).Field);
        examples[7] = examples[7] with { Features = new Dictionary<string, float[]> { ["text"] = [1] } };
        Assert.Equal("features.text", Assert.Throws<InvalidRequestException>(() => JointSpace.Fit(examples)).Field);
        examples[7] = examples[7] with { Features = new Dictionary<string, float[]> { ["text"] = [1, float.NaN, 1, 1] } };
        Assert.Equal("features.text", Assert.Throws<InvalidRequestException>(() => JointSpace.Fit(examples)).Field);
        Assert.Equal("folds", Assert.Throws<InvalidRequestException>(() => JointSpace.Fit(examples, new JointSpaceOptions { Folds = 1 })).Field);
        Assert.Equal("features.smell", Assert.Throws<InvalidRequestException>(() => JointSpace.Fit(Examples(1, 60)).Embed("smell", [1])).Field);
    }

    /// <summary>Cases of four modes, seen by two modalities of different width through noise.</summary>
    internal static List<JointExample> Examples(int seed, int count)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                var mode = random.Next(4);
                float[] text = [.. Enumerable.Range(0, 4).Select(k => (float)((k == mode ? 3 : 0) + (0.7 * Normal(random))))];
                float[] image = [.. Enumerable.Range(0, 6).Select(k => (float)((k % 4 == (mode + 1) % 4 ? 30 : 0) + (8 * Normal(random)) + 100))];
                return new JointExample(new Dictionary<string, float[]> { ["text"] = text, ["image"] = image }, $"mode {mode}");
            }),
        ];
    }

    private static double Cosine(float[] a, float[] b) => TensorPrimitives.CosineSimilarity<float>(a, b);

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
