using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Pictures;
using IndustrialAgents.Experts.Vision.Tests.Textures;
using IndustrialAgents.Experts.Vision.Textures;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Tests.Pictures;

public sealed class BackboneFeaturesTests
{
    private static readonly ManifestStep Preprocess = System.Text.Json.JsonSerializer.Deserialize<ManifestStep>(
        """{"use":"image","width":16,"height":16,"channels":"grey","divisor":255}""", IndustrialAgents.Json.ContractJson.Options)!;

    [Fact]
    public void Open_LastLayerOrNamedMap_GivesItsMeansOverPlaces()
    {
        var model = Model();
        using var last = BackboneFeatures.Open(model, Preprocess);
        using var map = BackboneFeatures.Open(model, Preprocess, "map");
        var image = new Image(16, 16, PixelFormat.Grey);
        image.Pixels[..128].Fill(255);

        Assert.Equal("pooled", BackboneFeatures.LastLayerInput(model));
        Assert.Equal([0.5f, -1f], map.Extract(image));
        Assert.Equal([0.5f, -1f], last.Extract(image));
        Assert.Equal("backbone.tensor", Assert.Throws<InvalidRequestException>(() => BackboneFeatures.Open(model, Preprocess, "none")).Field);
    }

    [Fact]
    public void Fit_OnABackbone_IsOneModelThatIsLoadedAgain()
    {
        var pictures = new[] { "dark", "bright" }.SelectMany(label => Enumerable.Range(0, 4).Select(i =>
        {
            var image = new Image(16, 16, PixelFormat.Grey);
            image.Pixels.Fill((byte)((label == "dark" ? 40 : 180) + (10 * i)));
            return new LabelledPicture(label, Vision.Imaging.Png.PngEncoder.Encode(image));
        })).ToArray();
        using var learner = PictureLearner.Fit(pictures, new PictureLearnerOptions { Projections = [0] }, BackboneFeatures.Open(Model(), Preprocess), TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("backbone-").FullName;
        try
        {
            var expert = learner.ToExpert(new ExpertId("light", "1"));
            expert.Save(folder);
            using var loaded = PictureLearner.Load(folder);
            loaded.Add(pictures, TestContext.Current.CancellationToken);
            using var model = new PictureModel(expert);

            Assert.Equal(8, loaded.Classes["dark"]);
            Assert.Equal("bright", model.Classify(ImageDecoder.Decode(pictures[5].Data.Span)).Top().Label);
            File.WriteAllBytes(Path.Combine(folder, "learning", "backbone.onnx"), [1, 2]);
            Assert.Throws<IndustrialAgents.Learning.InvalidStatisticsException>(() => PictureLearner.Load(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Extract_QuantisedImageNetClassifier_GivesItsLastFeatures()
    {
        TestData.Require("models", "mobilenet_v2", "mobilenet_v2_uint8.onnx");
        var folder = Directory.CreateTempSubdirectory("mobilenet-").FullName;
        try
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "experts", "mobilenet_v2", "expert.json"), Path.Combine(folder, "expert.json"));
            File.Copy(TestData.Require("models", "mobilenet_v2", "mobilenet_v2_uint8.onnx"), Path.Combine(folder, "mobilenet_v2_uint8.onnx"));
            using var features = BackboneFeatures.Open(folder);

            var row = features.Extract(ImageDecoder.Decode(TexturePictures.Make(1, 1)[0].Data.Span));

            Assert.Equal(1280, row.Length);
            Assert.True(row.Distinct().Count() > 20);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Two maps of the picture, itself and a constant -1; means over places; a classifying layer.
    private static OnnxGraph Model()
    {
        var graph = new GraphBuilder("backbone");
        var picture = graph.Input("x", ElementType.Float32, "batch", 1, 16, 16);
        var map = graph.Conv(picture, graph.Initializer("w", [1f, 0f], 2, 1, 1, 1), graph.Initializer("b", [0f, -1f], 2), name: "map");
        var pooled = graph.Flatten(graph.GlobalAveragePool(map), name: "pooled");
        var logits = graph.Gemm(pooled, graph.Initializer("c", [1f, 2f, 3f, 4f], 2, 2), name: "logits");
        return graph.Output(logits, ElementType.Float32, "batch", 2).Build();
    }
}
