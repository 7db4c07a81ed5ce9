using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests.Graphs;

public sealed class OnnxGraphReadingTests
{
    private static readonly byte[] Model = Mlp.Create([3, 4, 2], 1).ToBytes();

    [Fact]
    public void Read_EveryTruncation_ThrowsOrReads()
    {
        for (var length = 0; length < Model.Length; length++)
        {
            ReadOrRefuse(Model[..length]);
        }
    }

    [Fact]
    public void Read_BitFlips_ThrowOrRead() =>
        Prop.ForAll<int, byte>((where, bit) =>
        {
            var bytes = (byte[])Model.Clone();
            bytes[(int)((uint)where % bytes.Length)] ^= (byte)(1 << (bit % 8));
            ReadOrRefuse(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Read_Noise_ThrowsOrReads() => Prop.ForAll<byte[]>(ReadOrRefuse).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData("")]
    [InlineData("not an ONNX model at all")]
    public void Read_SomethingElse_Throws(string text) =>
        Assert.Throws<CorruptGraphException>(() => OnnxGraph.Read(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Load_Corrupt_NamesTheFile()
    {
        var path = Path.GetTempFileName();
        try
        {
            Assert.Contains(path, Assert.Throws<CorruptGraphException>(() => OnnxGraph.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("capp_gpt/model.onnx")]
    [InlineData("edge_iforest/anomaly_detector.onnx")]
    [InlineData("fuel_cell/model.onnx")]
    [InlineData("magika/model.onnx")]
    [InlineData("mnist/mnist.onnx")]
    [InlineData("mobilenet_v2/mobilenet_v2_uint8.onnx")]
    [InlineData("prognosys_lstm_ae/lstm_autoencoder.onnx")]
    [InlineData("silero_vad/silero_vad.onnx")]
    [InlineData("tiny_random_gpt2/past.onnx")]
    [InlineData("yolox_nano/yolox_nano.onnx")]
    public void Load_RealModel_ReadsAllAndWritesTheSameModel(string name)
    {
        var data = Environment.GetEnvironmentVariable("IA_DATA");
        Assert.SkipWhen(data is null, "IA_DATA names no folder of real models");
        var path = Path.Combine(data!, "models", name);

        var graph = OnnxGraph.Load(path);
        Assert.NotEmpty(graph.Inputs);
        Assert.NotEmpty(graph.Outputs);
        Assert.NotEmpty(graph.Nodes);
        foreach (var initializer in graph.Initializers)
        {
            Assert.Equal(initializer.Shape, graph.ReadInitializer(initializer.Name).Shape);
        }

        var once = graph.ToBytes();
        Assert.Equal(once, OnnxGraph.Read(once).ToBytes());
    }

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            var graph = OnnxGraph.Read(bytes);
            _ = graph.Nodes.Count + graph.Inputs.Count + graph.Outputs.Count + graph.Metadata.Count + graph.Opsets.Count;
            foreach (var initializer in graph.Initializers)
            {
                _ = graph.ReadInitializer(initializer.Name);
            }
        }
        catch (CorruptGraphException)
        {
        }
    }
}
