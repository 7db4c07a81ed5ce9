using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Png;

namespace IndustrialAgents.Experts.Vision.Tests.Steps;

/// <summary>Thirty classes of defects at once, in every layout, through a letterbox and back.</summary>
public sealed class ManyClassesTests
{
    private const int Classes = 30;
    private const string Letterbox = """{"use":"image","width":320,"height":320,"fit":"letterbox"}""";

    // 600 x 400 pixels become 320 x 213 with 53 rows above.
    private const double Scale = 320.0 / 600;
    private const int Above = 53;

    [Theory]
    [InlineData("rows")]
    [InlineData("columns")]
    [InlineData("endToEnd")]
    [InlineData("yolox")]
    public async Task Boxes_ThirtyClasses_AreAllToldInPixelsOfThePictureSent(string layout)
    {
        var (output, strides) = Output(layout);
        var model = new FixedModel(output);
        var feed = StepMaker.Feed(model);
        StepMaker.Image(Letterbox).Prepare(new ImageInput(PngEncoder.Encode(new Image(600, 400, PixelFormat.Rgb))), feed);

        var found = (Detections)await StepMaker.Boxes($$"""{"use":"boxes","layout":"{{layout}}"{{strides}}}""", [.. Enumerable.Range(0, Classes).Select(c => $"defect {c}")])
            .RunAsync(feed, model, TestContext.Current.CancellationToken);

        Assert.Equal(Classes, found.Items.Select(item => item.Label).Distinct().Count());
        Assert.Equal(Classes, found.Items.Count);
        foreach (var item in found.Items)
        {
            var (x, y) = Place(int.Parse(item.Label.AsSpan(7), System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(x - 16, item.Left, 0.6);
            Assert.Equal(y - 16, item.Top, 0.6);
            Assert.Equal(x + 16, item.Right, 0.6);
            Assert.Equal(y + 16, item.Bottom, 0.6);
        }
    }

    // Middles of six rows of five, 100 and 60 pixels apart, 32 wide and high.
    private static (double X, double Y) Place(int number) => (60 + (number % 5 * 100), 50 + (number / 5 * 60));

    private static (Tensor Output, string Strides) Output(string layout)
    {
        var (length, size) = (layout switch { "columns" => 4 + Classes, "endToEnd" => 6, _ => 5 + Classes }, 32 * Scale);
        var grid = 320 / 8;
        var count = layout == "yolox" ? grid * grid : Classes;
        var rows = new float[count * length];
        for (var c = 0; c < Classes; c++)
        {
            var (x, y) = (Place(c).X * Scale, (Place(c).Y * Scale) + Above);
            var anchor = layout == "yolox" ? ((int)(y / 8) * grid) + (int)(x / 8) : c;
            var row = rows.AsSpan(anchor * length, length);
            double[] box = layout switch
            {
                "endToEnd" => [x - (size / 2), y - (size / 2), x + (size / 2), y + (size / 2), 0.8, c],
                "yolox" => [(x / 8) - (int)(x / 8), (y / 8) - (int)(y / 8), Math.Log(size / 8), Math.Log(size / 8), 0.9],
                "rows" => [x, y, size, size, 0.9],
                _ => [x, y, size, size],
            };
            for (var k = 0; k < box.Length; k++)
            {
                row[k] = (float)box[k];
            }

            if (layout != "endToEnd")
            {
                row[box.Length + c] = 0.9f;
            }
        }

        if (layout != "columns")
        {
            return (Tensor.Create<float>(rows, new TensorShape(1, count, length)), layout == "yolox" ? ""","strides":[8]""" : "");
        }

        var turned = new float[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            turned[(i % length * count) + (i / length)] = rows[i];
        }

        return (Tensor.Create<float>(turned, new TensorShape(1, length, count)), "");
    }
}
