using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Resizing;

namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>
/// Input step <c>image</c>: decodes a picture, brings it to the model's size and turns it into a tensor [1, C, H, W] or [1, H, W, C]. Leaves an
/// <see cref="ImageGeometry"/> for the output step. Thread-safe.
/// </summary>
public sealed class ImageStep : IInputStep
{
    private const int MaxSide = 8192;
    private static readonly string[] TiledOutputs = ["boxes", "defectMap"];
    private readonly ImageStepOptions _options;
    private readonly ImageTensor _tensor;

    private ImageStep(ImageStepOptions options, ImageTensor tensor)
    {
        _options = options;
        _tensor = tensor;
    }

    /// <summary>Makes the step from a manifest.</summary>
    /// <exception cref="InvalidManifestException">An option is wrong.</exception>
    public static ImageStep Create(StepContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options.Read<ImageStepOptions>();
        context.Options.Require(options.Width is > 0 and <= MaxSide, "width", $"{options.Width}; it must lie between 1 and {MaxSide}");
        context.Options.Require(options.Height is > 0 and <= MaxSide, "height", $"{options.Height}; it must lie between 1 and {MaxSide}");
        context.Options.Require(
            options.ShortSide is null || (options.ShortSide >= Math.Max(options.Width, options.Height) && options.ShortSide <= MaxSide),
            "shortSide",
            $"{options.ShortSide}; it must be at least width and height, so that the cut lies within the picture, and at most {MaxSide}");
        context.Options.Require(options.Divisor != 0 && double.IsFinite(options.Divisor), "divisor", $"{options.Divisor}; it must be finite and not 0");
        context.Options.Require(options.Type is ElementType.Float32 or ElementType.UInt8, "type", $"{options.Type}; a picture becomes float32 or uint8");
        if (options.Tile is { } tile)
        {
            context.Options.Require(tile.Fault is null, $"tile.{tile.Fault?.Option}", tile.Fault?.Message ?? "");
            context.Options.Require(
                context.Manifest.Output is null || TiledOutputs.Contains(context.Manifest.Output.Use),
                "tile",
                $"does not go with the output step '{context.Manifest.Output?.Use}', which cannot put tiles together; use {string.Join(" or ", TiledOutputs)}, or leave tile out");
        }

        try
        {
            var normalisation = new PixelNormalisation(options.Divisor, [.. options.Mean], [.. options.Deviation]);
            return new ImageStep(options, new ImageTensor(options.Layout, options.Channels, normalisation));
        }
        catch (ArgumentException error)
        {
            throw context.Options.Invalid("mean", error.Message);
        }
    }

    /// <inheritdoc/>
    public void Prepare(RequestInput input, ModelFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        if (input is not ImageInput picture)
        {
            throw new InvalidRequestException("inputs", $"the expert takes a picture, not {input?.GetType().Name}; send a PNG, JPEG or BMP file as an image input");
        }

        var image = Decode(picture);
        if (_options.Tile is { } tile)
        {
            var name = _options.Input ?? feed.Model.Inputs.FirstOrDefault(own => !feed.Tensors.ContainsKey(own.Name))?.Name
                ?? throw new InvalidRequestException("inputs", "the model has no input left for this one");
            feed.Note(new ImageTiles(this, image, ImageTile.Cut(image.Width, image.Height, tile), name));
            return;
        }

        var tensor = Convert(image, out var geometry);
        feed.Note(geometry);
        feed.Add(_options.Input, tensor);
    }

    /// <summary>The tensor that the model gets of a picture, and where the picture lies in it.</summary>
    /// <exception cref="InvalidRequestException">The step takes pictures of its own size only, and this one is of another.</exception>
    internal Tensor Convert(Image image, out ImageGeometry geometry)
    {
        var fitted = Fit(image.To(_options.Channels == ChannelOrder.Grey ? PixelFormat.Grey : PixelFormat.Rgb), out geometry);
        return _options.Type == ElementType.UInt8 ? _tensor.ToBytes(fitted) : _tensor.ToFloat(fitted);
    }

    private Image Decode(ImageInput picture)
    {
        try
        {
            return ImageDecoder.Decode(picture.Data.Span, ImageLimits.Default, _options.ApplyOrientation);
        }
        catch (ImageFormatException error)
        {
            throw new InvalidRequestException("inputs", error.Message, error);
        }
    }

    private Image Fit(Image image, out ImageGeometry geometry)
    {
        var (width, height) = (_options.Width, _options.Height);
        switch (_options.Fit)
        {
            case ImageFit.Letterbox:
                var box = Letterbox.Fit(image, width, height, _options.Placement, _options.Fill, _options.Resize);
                geometry = Geometry(image, box.Scale, box.Scale, box.OffsetX, box.OffsetY);
                return box.Image;
            case ImageFit.Crop:
                return Crop(image, out geometry);
            case ImageFit.None when (image.Width, image.Height) != (width, height):
                throw new InvalidRequestException("inputs", $"the picture is {image.Width} x {image.Height}; this expert takes {width} x {height} only");
            default:
                geometry = Geometry(image, (double)width / image.Width, (double)height / image.Height, 0, 0);
                return image.Resize(width, height, _options.Resize);
        }
    }

    private Image Crop(Image image, out ImageGeometry geometry)
    {
        var (width, height) = (_options.Width, _options.Height);
        var shortSide = _options.ShortSide ?? Math.Max(width, height);

        // A strip's long side may exceed any bound when its short side is scaled: cut the strip first to what the model can see.
        var limit = (int)Math.Min(int.MaxValue, ((long)Math.Min(image.Width, image.Height) * MaxSide / shortSide) + 1);
        var strip = image.CropCentre(Math.Min(image.Width, limit), Math.Min(image.Height, limit));
        var resized = strip.ResizeShortSide(shortSide, _options.Resize);
        var cut = resized.CropCentre(width, height);
        var (scaleX, scaleY) = ((double)resized.Width / strip.Width, (double)resized.Height / strip.Height);
        geometry = Geometry(
            image,
            scaleX,
            scaleY,
            -Math.Round((resized.Width - width) / 2.0) - (scaleX * Math.Round((image.Width - strip.Width) / 2.0)),
            -Math.Round((resized.Height - height) / 2.0) - (scaleY * Math.Round((image.Height - strip.Height) / 2.0)));
        return cut;
    }

    private ImageGeometry Geometry(Image image, double scaleX, double scaleY, double offsetX, double offsetY) =>
        new(image.Width, image.Height, _options.Width, _options.Height, scaleX, scaleY, offsetX, offsetY);
}
