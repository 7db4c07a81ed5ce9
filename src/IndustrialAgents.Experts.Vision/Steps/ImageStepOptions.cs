using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Resizing;

namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>Options of the input step <c>image</c>, which decodes a picture and turns it into a tensor of a batch of one.</summary>
public sealed record ImageStepOptions
{
    /// <summary>The model's input; null for its first free one.</summary>
    public string? Input { get; init; }

    /// <summary>Width the model takes, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height the model takes, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>How the picture is brought to that size.</summary>
    public ImageFit Fit { get; init; } = ImageFit.Stretch;

    /// <summary>For <see cref="ImageFit.Crop"/>: length of the shorter side before cutting; null for the smallest that covers the size.</summary>
    public int? ShortSide { get; init; }

    /// <summary>How pixels are resampled.</summary>
    public ResizeMode Resize { get; init; } = ResizeMode.Antialias;

    /// <summary>For <see cref="ImageFit.Letterbox"/>: where the picture lies.</summary>
    public LetterboxPlacement Placement { get; init; } = LetterboxPlacement.Centre;

    /// <summary>For <see cref="ImageFit.Letterbox"/>: value of the rest, 0 to 255.</summary>
    public byte Fill { get; init; } = 114;

    /// <summary>Order of the tensor's dimensions.</summary>
    public TensorLayout Layout { get; init; } = TensorLayout.Nchw;

    /// <summary>Channels and their order.</summary>
    public ChannelOrder Channels { get; init; } = ChannelOrder.Rgb;

    /// <summary>What a pixel's value is divided by before mean and deviation; 255 maps to 0 to 1.</summary>
    public double Divisor { get; init; } = 1;

    /// <summary>Subtracted after dividing: one value or one a channel, in the order of <see cref="Channels"/>.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>Divided by at last: one value or one a channel, in the order of <see cref="Channels"/>.</summary>
    public IReadOnlyList<double> Deviation { get; init; } = [];

    /// <summary>Type of the tensor: float32, or uint8 for the pixels' own values.</summary>
    public ElementType Type { get; init; } = ElementType.Float32;

    /// <summary>Cuts a picture into tiles of which each is brought to the model's size; null for the picture as a whole. Goes with <c>boxes</c> and <c>defectMap</c>.</summary>
    public ImageTileOptions? Tile { get; init; }

    /// <summary>Whether a JPEG's EXIF orientation turns the picture.</summary>
    public bool ApplyOrientation { get; init; }
}
