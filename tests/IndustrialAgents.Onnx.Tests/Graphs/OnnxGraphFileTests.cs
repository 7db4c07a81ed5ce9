using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests.Graphs;

public sealed class OnnxGraphFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-graph-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Save_OverAnOldModel_ReplacesItAndLeavesNothingElse()
    {
        var path = PathOf("m.onnx");
        Mlp.Create([2, 3], 1).Save(path);
        Mlp.Create([2, 5], 1).Save(path);

        Assert.Equal("mlp-2-5", OnnxGraph.Load(path).Name);
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Save_WithExternalData_MovesBigInitializersOut()
    {
        var graph = Mlp.Create([64, 64, 2], 1);
        var path = PathOf("m.onnx");
        graph.Save(path, new OnnxSaveOptions { ExternalDataThreshold = 256 });

        var read = OnnxGraph.Load(path);
        Assert.Equal(["w1", "b1", "w2"], read.Initializers.Where(i => i.IsExternal).Select(i => i.Name));
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(path)!, Assert.Single(read.ExternalFiles))));
        Assert.Empty(graph.ExternalFiles);
        foreach (var initializer in graph.Initializers)
        {
            Assert.Equal(graph.ReadInitializer(initializer.Name), read.ReadInitializer(initializer.Name));
        }

        read.Save(PathOf("whole.onnx"));
        Assert.Equal(graph.ToBytes(), File.ReadAllBytes(PathOf("whole.onnx")));
    }

    [Fact]
    public void ReadInitializer_ExternalFileDamaged_Throws()
    {
        var path = PathOf("m.onnx");
        Mlp.Create([64, 64, 2], 1).Save(path, new OnnxSaveOptions { ExternalDataThreshold = 256 });
        var data = _folder.GetFiles("*.data").Single();

        Assert.Throws<CorruptGraphException>(() => OnnxGraph.Read(File.ReadAllBytes(path)).ReadInitializer("w1"));
        using (var file = data.OpenWrite())
        {
            file.SetLength(data.Length / 2);
        }

        Assert.Throws<CorruptGraphException>(() => OnnxGraph.Load(path).ReadInitializer("w2"));
        data.Delete();
        Assert.Throws<CorruptGraphException>(() => OnnxGraph.Load(path).ReadInitializer("w1"));
    }

    [Fact]
    public void Load_ExternalLocationOutsideTheFolder_Throws()
    {
        var path = PathOf("m.onnx");
        Mlp.Create([64, 64, 2], 1).Save(path, new OnnxSaveOptions { ExternalDataThreshold = 256 });
        var location = _folder.GetFiles("*.data").Single().Name;
        var outside = "../" + new string('x', location.Length - 3);
        var bytes = File.ReadAllBytes(path);
        for (int at; (at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(location))) >= 0;)
        {
            System.Text.Encoding.ASCII.GetBytes(outside).CopyTo(bytes, at);
        }

        File.WriteAllBytes(path, bytes);
        Assert.Contains("not inside", Assert.Throws<CorruptGraphException>(() => OnnxGraph.Load(path)).Message, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
