using IndustrialAgents.Experts.Vision.Boxes;

namespace IndustrialAgents.Experts.Vision.Tests.Boxes;

public sealed class YoloxDecoderTests
{
    [Fact]
    public void Decode_OneAnchorAboveTheThreshold_IsPlacedByItsCellAndStride()
    {
        // A picture of 16 x 8 with strides 8 and 4 has 2 + 8 anchors; the second row of the second grid begins at anchor 6.
        var output = new float[10 * 7];
        float[] row = [0.5f, 0.25f, MathF.Log(2), MathF.Log(3), 0.5f, 0.2f, 0.8f];
        row.CopyTo(output.AsSpan(7 * 7));

        var box = Assert.Single(YoloxDecoder.Decode(output, 2, 16, 8, [8, 4], 0.3));

        Assert.Equal((1, 0.4f), (box.Class, box.Score));
        Assert.Equal([2f, -1f, 10f, 11f], [box.Left, box.Top, box.Right, box.Bottom]);
        Assert.Empty(YoloxDecoder.Decode(output, 2, 16, 8, [8, 4], 0.401));
    }

    [Fact]
    public void Decode_NotFinite_IsLeftOut()
    {
        float[] output = [0, 0, float.PositiveInfinity, 0, 1, 1];

        Assert.Empty(YoloxDecoder.Decode(output, 1, 8, 8, [8], 0.1));
    }

    [Fact]
    public void Decode_AnotherNumberOfAnchors_IsRefused()
    {
        Assert.Equal(3549, YoloxDecoder.CountAnchors(416, 416, [8, 16, 32]));
        Assert.Throws<ArgumentException>(() => YoloxDecoder.Decode(new float[12], 1, 8, 8, [8], 0.1));
    }
}
