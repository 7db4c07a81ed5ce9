namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>The expert that stories260K becomes.</summary>
internal static class Stories
{
    private static readonly Lazy<Onnx.Graphs.OnnxGraph> Graph = new(() =>
        Llama2cConverter.Convert(Llama2cWeights.Parse(File.ReadAllBytes(Path.Combine(TestData.Model("stories260k"), "stories260K.bin")), "stories260K.bin")));

    public static SessionRunner Model()
    {
        TestData.Model("stories260k");
        return SessionRunner.Of(Graph.Value);
    }

    public static TestExpert Expert(string? fields = null, string options = "") => TestExpert.Of(
        """{"use":"text","tokenizer":"tok512.bin"}""",
        $$"""{"use":"generate","maxTokens":400,"maxLength":512,"endIds":[1,2]{{options}}}""",
        fields,
        ("tok512.bin", File.ReadAllBytes(Path.Combine(TestData.Model("stories260k"), "tok512.bin"))));
}
