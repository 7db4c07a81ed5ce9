using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>Whatever the bytes, loading ends in a session or an <see cref="OnnxException"/>.</summary>
public sealed class CorruptModelTests
{
    private static readonly byte[] Model = Mlp.Create([4, 3, 2], 1).ToBytes();

    [Fact]
    public void Load_EveryTruncation_IsRefusedOrLoads()
    {
        for (var length = 0; length < Model.Length; length++)
        {
            TryLoad(Model[..length]);
        }
    }

    [Fact]
    public void Load_FlippedBits_IsRefusedOrLoads() => Prop.ForAll(
        Gen.Choose(0, (Model.Length * 8) - 1).ToArbitrary(),
        bit =>
        {
            var model = (byte[])Model.Clone();
            model[bit / 8] ^= (byte)(1 << (bit % 8));
            TryLoad(model);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Load_Garbage_IsRefused() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), garbage => Assert.Throws<OnnxException>(() => OnnxSession.Load(garbage))).QuickCheckThrowOnFailure();

    [Fact]
    public void Load_NoBytes_IsRefused() => Assert.Equal(OnnxErrorCode.InvalidProtobuf, Assert.Throws<OnnxException>(() => OnnxSession.Load([])).Code);

    [Fact]
    public void Load_MissingFile_NamesIt()
    {
        var exception = Assert.Throws<OnnxException>(() => OnnxSession.Load("nowhere/model.onnx"));
        Assert.Equal(OnnxErrorCode.NoSuchFile, exception.Code);
        Assert.Contains("nowhere/model.onnx", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TextFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.onnx", "not a model"u8);
        Assert.Contains("model.onnx", Assert.Throws<OnnxException>(() => OnnxSession.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ExternalDataMissingOrShort_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.onnx");
        Mlp.Create([64, 64, 8], 1).Save(path, new OnnxSaveOptions { ExternalDataThreshold = 16 });
        var data = Assert.Single(Directory.GetFiles(folder.Path), file => file != path);
        using (var whole = OnnxSession.Load(path))
        {
            Assert.Equal("x", whole.Inputs[0].Name);
        }

        var bytes = File.ReadAllBytes(data);
        File.WriteAllBytes(data, bytes[..(bytes.Length / 2)]);
        Assert.Throws<OnnxException>(() => OnnxSession.Load(path));
        File.Delete(data);
        Assert.Throws<OnnxException>(() => OnnxSession.Load(path));
    }

    [Fact]
    public void Load_BytesWithExternalDataFolder_EqualsFile()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.onnx");
        Mlp.Create([64, 64, 8], 1).Save(path, new OnnxSaveOptions { ExternalDataThreshold = 16 });
        var input = new Dictionary<string, Tensor> { ["x"] = Tensor.Create([.. Enumerable.Range(0, 64).Select(i => (float)i)], 1, 64) };
        using var file = OnnxSession.Load(path);
        using var bytes = OnnxSession.Load(File.ReadAllBytes(path), new OnnxSessionOptions { ExternalDataFolder = folder.Path });
        Assert.Equal(file.Run(input, TestContext.Current.CancellationToken)["y"], bytes.Run(input, TestContext.Current.CancellationToken)["y"]);
        Assert.Throws<OnnxException>(() => OnnxSession.Load(File.ReadAllBytes(path), new OnnxSessionOptions { ExternalDataFolder = Path.GetTempPath() }));
    }

    private static void TryLoad(byte[] model)
    {
        try
        {
            OnnxSession.Load(model).Dispose();
        }
        catch (OnnxException exception)
        {
            Assert.NotEmpty(exception.Message);
        }
    }
}
