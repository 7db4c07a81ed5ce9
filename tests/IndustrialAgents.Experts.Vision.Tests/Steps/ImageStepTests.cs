using System.Text;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Png;
using IndustrialAgents.Experts.Vision.Steps;
using IndustrialAgents.Experts.Vision.Tests.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Steps;

public sealed class ImageStepTests
{
    [Fact]
    public void Prepare_Stretch_GivesTensorAndGeometry()
    {
        var feed = Prepare("""{"use":"image","width":4,"height":2,"channels":"grey","divisor":255}""", 8, 8);

        var tensor = Assert.Single(feed.Tensors).Value;
        Assert.Equal(new TensorShape(1, 1, 2, 4), tensor.Shape);
        Assert.InRange(tensor.AsSpan<float>()[0], 0f, 1f);
        Assert.Equal(new ImageGeometry(8, 8, 4, 2, 0.5, 0.25, 0, 0), feed.Find<ImageGeometry>());
    }

    [Fact]
    public void Prepare_Crop_LeadsBackToThePictureSent()
    {
        var feed = Prepare("""{"use":"image","width":10,"height":10,"fit":"crop","shortSide":20,"layout":"nhwc","type":"uint8"}""", 80, 40);

        Assert.Equal((ElementType.UInt8, new TensorShape(1, 10, 10, 3)), (feed.Tensors["x"].ElementType, feed.Tensors["x"].Shape));
        Assert.Equal((30f, 10f), feed.Find<ImageGeometry>()!.ToOriginal(0, 0));
        Assert.Equal((50f, 30f), feed.Find<ImageGeometry>()!.ToOriginal(10, 10));
        Assert.Equal((80f, 0f), feed.Find<ImageGeometry>()!.ToOriginal(1000, -1000));
    }

    [Theory]
    [InlineData(16000, 1)]
    [InlineData(1, 16000)]
    public void Prepare_CropOfALongStrip_IsBounded(int width, int height)
    {
        var feed = Prepare("""{"use":"image","width":8,"height":8,"fit":"crop","shortSide":8192,"channels":"grey"}""", width, height);

        var (x, y) = feed.Find<ImageGeometry>()!.ToOriginal(4, 4);
        Assert.Equal((width / 2f, height / 2f), (x, y), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1 && Math.Abs(a.Item2 - b.Item2) < 1);
    }

    [Fact]
    public void Prepare_Letterbox_LeadsBackToThePictureSent()
    {
        var feed = Prepare("""{"use":"image","width":10,"height":10,"fit":"letterbox","fill":0}""", 40, 20);

        Assert.Equal((20f, 10f), feed.Find<ImageGeometry>()!.ToOriginal(5, 4.5));
    }

    [Theory]
    [InlineData("""{"use":"image","width":0,"height":2}""", "width")]
    [InlineData("""{"use":"image","width":2}""", "height")]
    [InlineData("""{"use":"image","width":2,"height":20000}""", "height")]
    [InlineData("""{"use":"image","width":2,"height":2,"fit":"crop","shortSide":1}""", "shortSide")]
    [InlineData("""{"use":"image","width":2,"height":2,"divisor":0}""", "divisor")]
    [InlineData("""{"use":"image","width":2,"height":2,"mean":[1,2]}""", "mean")]
    [InlineData("""{"use":"image","width":2,"height":2,"type":"int64"}""", "type")]
    [InlineData("""{"use":"image","width":2,"height":2,"colour":"rgb"}""", "colour")]
    public void Create_WrongOption_IsNamed(string step, string option)
    {
        var error = Assert.Throws<InvalidManifestException>(() => StepMaker.Image(step));

        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_WrongInput_IsRefused()
    {
        var step = StepMaker.Image("""{"use":"image","width":4,"height":4,"fit":"none"}""");
        var feed = StepMaker.Feed();

        Assert.Throws<InvalidRequestException>(() => step.Prepare(new TextInput("a picture"), feed));
        Assert.Throws<InvalidRequestException>(() => step.Prepare(new ImageInput(Encoding.ASCII.GetBytes("a picture")), feed));
        Assert.Contains("5 x 4", Assert.Throws<InvalidRequestException>(
            () => step.Prepare(new ImageInput(PngEncoder.Encode(new Image(5, 4, PixelFormat.Rgb))), feed)).Message, StringComparison.Ordinal);
    }

    private static ModelFeed Prepare(string options, int width, int height)
    {
        var feed = StepMaker.Feed();
        StepMaker.Image(options).Prepare(new ImageInput(PngEncoder.Encode(TestPictures.Noise(width, height, PixelFormat.Rgb))), feed);
        return feed;
    }
}
