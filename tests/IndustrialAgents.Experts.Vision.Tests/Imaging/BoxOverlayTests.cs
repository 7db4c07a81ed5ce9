using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

public sealed class BoxOverlayTests
{
    [Fact]
    public void Draw_Box_FramesItAndLeavesTheRest()
    {
        var image = new Image(40, 20, PixelFormat.Rgb);
        image.Pixels.Fill(9);

        // Told in a picture of twice the size; the second reaches beyond.
        var drawn = BoxOverlay.Draw(image, new Detections([new Detection("dent", 0.5, 10, 8, 30, 24), new Detection("dent", 0.5, 70, 30, 90, 50)], 80, 40));

        Assert.Equal([255, 0, 0], drawn.Row(4)[(3 * 10)..(3 * 11)].ToArray());
        Assert.Equal([255, 0, 0], drawn.Row(8)[(3 * 15)..(3 * 16)].ToArray());
        Assert.Equal([255, 0, 0], drawn.Row(19)[(3 * 39)..].ToArray());
        Assert.Equal([9, 9, 9], drawn.Row(8)[(3 * 10)..(3 * 11)].ToArray());
        Assert.Equal([9, 9, 9], drawn.Row(2)[(3 * 10)..(3 * 11)].ToArray());
        Assert.True(image.Pixels.ToArray().All(value => value == 9));
    }
}
