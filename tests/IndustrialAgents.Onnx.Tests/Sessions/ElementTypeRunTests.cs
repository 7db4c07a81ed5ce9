namespace IndustrialAgents.Onnx.Tests;

/// <summary>Every element type, of every kind of shape, through a model that gives back what it gets.</summary>
public sealed class ElementTypeRunTests
{
    public static TheoryData<ElementType> Numeric =>
        [.. Enum.GetValues<ElementType>().Where(type => type is not (ElementType.Undefined or ElementType.String))];

    [Theory]
    [MemberData(nameof(Numeric))]
    public void Run_IdentityOfEveryType_GivesTheSameBytes(ElementType type)
    {
        using var session = OnnxSession.Load(TestModels.Identity(type, "n", 3));
        Assert.Equal(type, session.Inputs[0].ElementType);
        foreach (var rows in (long[])[0, 1, 5])
        {
            var tensor = Random(type, rows, 3);
            Assert.Equal(tensor, Run(session, tensor));
        }
    }

    [Theory]
    [MemberData(nameof(Numeric))]
    public void Run_ScalarOfEveryType_GivesTheSameBytes(ElementType type)
    {
        using var session = OnnxSession.Load(TestModels.Identity(type));
        Assert.Equal([], session.Inputs[0].Dimensions!);
        var tensor = Random(type);
        Assert.Equal(tensor, Run(session, tensor));
    }

    [Theory]
    [MemberData(nameof(Numeric))]
    public void Run_BytesOffTheirBoundary_GivesTheSameBytes(ElementType type)
    {
        using var session = OnnxSession.Load(TestModels.Identity(type, "n", 3));
        var tensor = Random(type, 4, 3);
        byte[] shifted = [0, .. tensor.Bytes.Span];
        Assert.Equal(tensor, Run(session, Tensor.Wrap(type, tensor.Shape, shifted.AsMemory(1))));
    }

    [Fact]
    public void Run_Strings_GivesTheSameStrings()
    {
        using var session = OnnxSession.Load(TestModels.Identity(ElementType.String, "n"));
        string[] strings = ["", "pump P-101", "größer", "泵", "🔧", ""];
        Assert.Equal(strings, Run(session, Tensor.Create(strings, new TensorShape(6))).Strings.ToArray());
        Assert.Equal([""], Run(session, Tensor.Create((string[])[""], new TensorShape(1))).Strings.ToArray());
        Assert.Empty(Run(session, Tensor.Create(Array.Empty<string>(), new TensorShape(0))).Strings.ToArray());
    }

    [Fact]
    public void Run_StringWithZeroCharacter_IsRefused()
    {
        using var session = OnnxSession.Load(TestModels.Identity(ElementType.String, "n"));
        var exception = Assert.Throws<OnnxException>(() => Run(session, Tensor.Create((string[])["a\0b"], new TensorShape(1))));
        Assert.Contains("zero character", exception.Message, StringComparison.Ordinal);
    }

    private static Tensor Run(OnnxSession session, Tensor tensor) =>
        session.Run(new Dictionary<string, Tensor> { ["x"] = tensor }, TestContext.Current.CancellationToken)["y"];

    private static Tensor Random(ElementType type, params ReadOnlySpan<long> dimensions)
    {
        var shape = new TensorShape(dimensions);
        var bytes = new byte[shape.ElementCount * type.SizeInBytes()];
        new Random((int)type).NextBytes(bytes);
        if (type == ElementType.Bool)
        {
            bytes = [.. bytes.Select(value => (byte)(value & 1))];
        }

        return Tensor.Wrap(type, shape, bytes);
    }
}
