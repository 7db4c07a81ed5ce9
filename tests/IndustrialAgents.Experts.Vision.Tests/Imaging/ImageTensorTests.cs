using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

public sealed class ImageTensorTests
{
    private static readonly Image Picture = new(2, 1, PixelFormat.Rgb, [10, 20, 30, 40, 50, 60]);

    [Theory]
    [InlineData(TensorLayout.Nchw, ChannelOrder.Rgb, new byte[] { 10, 40, 20, 50, 30, 60 }, new long[] { 1, 3, 1, 2 })]
    [InlineData(TensorLayout.Nchw, ChannelOrder.Bgr, new byte[] { 30, 60, 20, 50, 10, 40 }, new long[] { 1, 3, 1, 2 })]
    [InlineData(TensorLayout.Nhwc, ChannelOrder.Rgb, new byte[] { 10, 20, 30, 40, 50, 60 }, new long[] { 1, 1, 2, 3 })]
    [InlineData(TensorLayout.Nhwc, ChannelOrder.Bgr, new byte[] { 30, 20, 10, 60, 50, 40 }, new long[] { 1, 1, 2, 3 })]
    [InlineData(TensorLayout.Nchw, ChannelOrder.Grey, new byte[] { 18, 48 }, new long[] { 1, 1, 1, 2 })]
    public void Tensors_EveryLayoutAndOrder_HoldThePixels(TensorLayout layout, ChannelOrder order, byte[] expected, long[] shape)
    {
        var converter = new ImageTensor(layout, order);

        var bytes = converter.ToBytes(Picture);
        var floats = converter.ToFloat(Picture);

        Assert.Equal(new TensorShape(shape), bytes.Shape);
        Assert.Equal(new TensorShape(shape), floats.Shape);
        Assert.Equal(expected, bytes.AsSpan<byte>().ToArray());
        Assert.Equal(expected.Select(b => (float)b), floats.AsSpan<float>().ToArray());
    }

    [Fact]
    public void ToFloat_Normalised_ScalesAndCentresEachChannel()
    {
        var converter = new ImageTensor(TensorLayout.Nchw, ChannelOrder.Bgr, new PixelNormalisation(10, [1, 2, 3], [2]));

        var values = converter.ToFloat(Picture).AsSpan<float>().ToArray();

        Assert.Equal([1f, 2.5f, 0f, 1.5f, -1f, 0.5f], values);
    }

    [Fact]
    public void ImageTensor_WrongNormalisationOrTarget_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new ImageTensor(normalisation: new PixelNormalisation(1, [1, 2])));
        Assert.Throws<ArgumentException>(() => new PixelNormalisation(double.NaN));
        Assert.Throws<ArgumentException>(() => new PixelNormalisation(1, [0], [0]));
        Assert.Throws<ArgumentException>(() => new ImageTensor().Write(Picture, new float[5]));
    }
}
