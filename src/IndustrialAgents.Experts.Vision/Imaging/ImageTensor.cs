using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>Turns pictures into tensors of a batch of one. Keeps the normalisation as tables, so converting allocates only the tensor. Thread-safe.</summary>
public sealed class ImageTensor
{
    private readonly float[][] _tables;

    /// <param name="layout">Order of the dimensions.</param>
    /// <param name="order">Channels and their order.</param>
    /// <param name="normalisation">What becomes of values in float tensors; as they are where null.</param>
    /// <exception cref="ArgumentException">The normalisation has values for fewer channels.</exception>
    public ImageTensor(TensorLayout layout = TensorLayout.Nchw, ChannelOrder order = ChannelOrder.Rgb, PixelNormalisation? normalisation = null)
    {
        Layout = layout;
        Order = order;
        _tables = new float[Channels][];
        for (var channel = 0; channel < Channels; channel++)
        {
            _tables[channel] = (normalisation ?? PixelNormalisation.None).TableOf(channel);
        }
    }

    /// <summary>Order of the dimensions.</summary>
    public TensorLayout Layout { get; }

    /// <summary>Channels and their order.</summary>
    public ChannelOrder Order { get; }

    /// <summary>Channels of the tensor.</summary>
    public int Channels => Order == ChannelOrder.Grey ? 1 : 3;

    /// <summary>Shape for a picture of the size given: [1, C, H, W] or [1, H, W, C].</summary>
    public TensorShape ShapeOf(int width, int height) =>
        Layout == TensorLayout.Nchw ? new TensorShape(1, Channels, height, width) : new TensorShape(1, height, width, Channels);

    /// <summary>A float32 tensor of normalised values.</summary>
    public Tensor ToFloat(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var bytes = new byte[checked(image.Width * image.Height * Channels * sizeof(float))];
        Write(image, MemoryMarshal.Cast<byte, float>(bytes.AsSpan()));
        return Tensor.Wrap(ElementType.Float32, ShapeOf(image.Width, image.Height), bytes);
    }

    /// <summary>A uint8 tensor of the pixels' own values; the normalisation plays no part.</summary>
    public Tensor ToBytes(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var source = Convert(image);
        var bytes = new byte[image.Width * image.Height * Channels];
        for (var channel = 0; channel < Channels; channel++)
        {
            var (from, to, step) = Walk(image, channel);
            for (var i = from; i < source.Buffer.Length; i += Channels, to += step)
            {
                bytes[to] = source.Buffer[i];
            }
        }

        return Tensor.Wrap(ElementType.UInt8, ShapeOf(image.Width, image.Height), bytes);
    }

    /// <summary>Writes normalised values into <paramref name="target"/>, which must have width x height x channels elements.</summary>
    /// <exception cref="ArgumentException">The target has another length.</exception>
    public void Write(Image image, Span<float> target)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (target.Length != image.Width * image.Height * Channels)
        {
            throw new ArgumentException($"{target.Length} elements do not hold a picture of {image.Width} x {image.Height} x {Channels}", nameof(target));
        }

        var source = Convert(image);
        for (var channel = 0; channel < Channels; channel++)
        {
            var table = _tables[channel];
            var (from, to, step) = Walk(image, channel);
            for (var i = from; i < source.Buffer.Length; i += Channels, to += step)
            {
                target[to] = table[source.Buffer[i]];
            }
        }
    }

    private Image Convert(Image image) => Order == ChannelOrder.Grey ? image.ToGrey() : image.ToRgb();

    /// <summary>First source byte, first target element, and step from one target element to the next.</summary>
    private (int From, int To, int Step) Walk(Image image, int channel)
    {
        var from = Order == ChannelOrder.Bgr ? 2 - channel : channel;
        return Layout == TensorLayout.Nchw ? (from, channel * image.Width * image.Height, 1) : (from, channel, Channels);
    }
}
