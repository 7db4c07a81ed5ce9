using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests.Graphs;

public sealed class OnnxGraphJoiningTests
{
    [Fact]
    public void Join_NamesTakenByBoth_ComputesOneAfterTheOther()
    {
        var joined = Scale("first", 2).Join("scaled", Scale("second", 5), "scaled");
        using var session = OnnxSession.Load(joined.ToBytes());

        var outputs = session.Run(new Dictionary<string, Tensor> { ["x"] = Tensor.Create([1f, 3], 1, 2) }, TestContext.Current.CancellationToken);

        Assert.Equal("second", joined.Name);
        Assert.Equal(["next_y", "scaled"], joined.Outputs.Select(output => output.Name));
        Assert.Equal([2f, 6], outputs["scaled"].AsSpan<float>().ToArray());
        Assert.Equal([11f, 31], outputs["next_y"].AsSpan<float>().ToArray());
        Assert.Equal([2f], joined.ReadInitializer("w").AsSpan<float>().ToArray());
        Assert.Equal([5f], joined.ReadInitializer("next_w").AsSpan<float>().ToArray());
        Assert.Equal(joined.Nodes.Count, joined.Nodes.Select(node => node.Name).Where(name => name.Length > 0).Distinct().Count());
    }

    [Fact]
    public void Join_GraphsAndMetadata_StayAndFollow()
    {
        var (first, second) = (Scale("first", 2), Scale("second", 5));
        second.SetMetadata("labels", "a,b");
        var (before, after) = (first.ToBytes(), second.ToBytes());

        var joined = first.Join("y", second);

        Assert.Equal("a,b", joined.Metadata["labels"]);
        Assert.Equal(["next_y"], joined.Outputs.Select(output => output.Name));
        Assert.Equal(before, first.ToBytes());
        Assert.Equal(after, second.ToBytes());
    }

    [Fact]
    public void Join_FurtherInputs_AreThoseOfTheFirst()
    {
        var (first, second) = (new GraphBuilder("first"), new GraphBuilder("second"));
        var twice = first.Mul(first.Input("x", ElementType.Float32, 1), first.Scalar(2f), "twice");
        var other = first.Input("mask", ElementType.Float32, 1);
        var sum = second.Add(second.Input("value", ElementType.Float32, 1), second.Input("mask", ElementType.Float32, 1), "sum");

        var joined = first.Output("unused", first.Add(twice, other), ElementType.Float32, 1).Build().Join("twice", second.Output(sum, ElementType.Float32, 1).Build());

        Assert.Equal(["x", "mask"], joined.Inputs.Select(input => input.Name));
        using var session = OnnxSession.Load(joined.ToBytes());
        Assert.Equal([11f], session.Run(new Dictionary<string, Tensor> { ["x"] = Tensor.Create([3f], 1), ["mask"] = Tensor.Create([5f], 1) }, TestContext.Current.CancellationToken)["sum"].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Join_WhatDoesNotFit_IsRefused()
    {
        var two = new GraphBuilder("two");
        var sum = two.Add(two.Input("a", ElementType.Float32, 1), two.Input("b", ElementType.Float32, 1), "sum");
        var graph = two.Output(sum, ElementType.Float32, 1).Build();

        Assert.Contains("inputs a, b", Assert.Throws<InvalidGraphException>(() => Scale("first", 2).Join("y", graph)).Message, StringComparison.Ordinal);
        Assert.Contains("'scaled'", Assert.Throws<InvalidGraphException>(() => Scale("first", 2).Join("nowhere", Scale("second", 5))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidGraphException>(() => Scale("first", 2).Join("y", Scale("second", 5), "nowhere"));
        Assert.Throws<ArgumentNullException>(() => graph.Join("sum", null!));
    }

    // y = max(0, wx) + 1.
    private static OnnxGraph Scale(string name, float by)
    {
        var graph = new GraphBuilder(name);
        var scaled = graph.Mul(graph.Input("x", ElementType.Float32, "batch", 2), graph.Initializer("w", [by], 1), "scaled");
        return graph.Output(graph.Add(graph.Relu(scaled), graph.Initializer("one", [1f], 1), "y"), ElementType.Float32, "batch", 2).Build();
    }
}
