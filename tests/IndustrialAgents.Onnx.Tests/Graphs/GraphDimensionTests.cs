using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests.Graphs;

public sealed class GraphDimensionTests
{
    [Fact]
    public void Dimension_LengthSymbolOrNeither_TellsThemApart()
    {
        Assert.Equal((0L, null), (((GraphDimension)0).Length, ((GraphDimension)0).Symbol));
        Assert.Equal((null, "batch"), (((GraphDimension)"batch").Length, ((GraphDimension)"batch").Symbol));
        Assert.NotEqual((GraphDimension)0, default);
        Assert.Equal("7 n ?", $"{(GraphDimension)7} {(GraphDimension)"n"} {default(GraphDimension)}");
        Assert.Throws<ArgumentOutOfRangeException>(() => (GraphDimension)(-1));
        Assert.Throws<ArgumentException>(() => (GraphDimension)"");
    }
}
