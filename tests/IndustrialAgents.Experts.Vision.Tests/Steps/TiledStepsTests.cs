using IndustrialAgents.Experts.Vision.Defects;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Png;
using IndustrialAgents.Experts.Vision.Steps;
using IndustrialAgents.Experts.Vision.Tests.Textures;

namespace IndustrialAgents.Experts.Vision.Tests.Steps;

public sealed class TiledStepsTests
{
    private const string Tiles = """{"use":"image","width":64,"height":64,"fit":"letterbox","placement":"topLeft","channels":"grey","tile":{"side":64,"overlap":16}}""";

    [Theory]
    [InlineData(30, 30, 50, 50)]
    [InlineData(50, 20, 60, 40)]
    [InlineData(44, 100, 76, 110)]
    [InlineData(20, 30, 150, 60)]
    public async Task Boxes_ObjectAcrossBorders_IsToldOnceAndWhole(int left, int top, int right, int bottom)
    {
        var found = await FindAsync(Picture(160, 130, (left, top, right, bottom)), """{"use":"boxes","layout":"rows"}""");

        var one = Assert.Single(found.Items);
        Assert.Equal((160, 130), (found.Width, found.Height));
        Assert.Equal((left, top, right, bottom), ((int)one.Left, (int)one.Top, (int)one.Right, (int)one.Bottom));
    }

    [Fact]
    public async Task Boxes_TwoObjectsInOneStrip_StayTwo()
    {
        var found = await FindAsync(Picture(160, 64, (44, 5, 76, 25), (44, 35, 76, 60)), """{"use":"boxes","layout":"rows"}""");
        Assert.Equal(2, found.Items.Count);
    }

    [Theory]
    [InlineData(20, 40, 1)]
    [InlineData(64, 64, 1)]
    [InlineData(65, 20, 2)]
    [InlineData(112, 64, 2)]
    [InlineData(113, 64, 3)]
    [InlineData(160, 130, 9)]
    public void Cut_AnySize_CoversThePictureWithTilesThatShareAtLeastTheOverlap(int width, int height, int count)
    {
        var tiles = ImageTile.Cut(width, height, new ImageTileOptions { Side = 64, Overlap = 16 });

        Assert.Equal(count, tiles.Count);
        Assert.All(tiles, tile => Assert.Equal((Math.Min(64, width), Math.Min(64, height)), (tile.Width, tile.Height)));
        Assert.Equal((0, 0, width, height), (tiles.Min(tile => tile.Left), tiles.Min(tile => tile.Top), tiles.Max(tile => tile.Right), tiles.Max(tile => tile.Bottom)));
        var starts = tiles.Select(tile => tile.Left).Distinct().Order().ToArray();
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.True(pair.Second - pair.First <= 48));
    }

    [Fact]
    public void Cut_MoreTilesThanAllowed_NamesNumberAndRemedy()
    {
        var error = Assert.Throws<InvalidRequestException>(() => ImageTile.Cut(16384, 2048, new ImageTileOptions { Side = 64, Overlap = 0, Most = 50 }));
        Assert.Contains("16384 x 2048 needs 8192 tiles of side 64 that overlap by 0; at most 50", error.Message, StringComparison.Ordinal);
        Assert.Contains("tile.most", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"side":8}""", "tile.side")]
    [InlineData("""{"side":64,"overlap":64}""", "tile.overlap")]
    [InlineData("""{"side":64,"most":0}""", "tile.most")]
    [InlineData("""{"overlap":4}""", "side")]
    public void Image_WrongTile_IsNamed(string tile, string option)
    {
        var error = Assert.Throws<InvalidManifestException>(() => StepMaker.Image($$"""{"use":"image","width":8,"height":8,"tile":{{tile}}}"""));
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Image_TileWithAStepThatCannotJoin_IsRefused()
    {
        var step = new ManifestStep { Use = "softmax" };
        var manifest = new Manifest { Name = "test", Version = "1", Modality = Modality.Vision, Tasks = [ExpertTask.Classify], Output = step };
        var image = System.Text.Json.JsonSerializer.Deserialize<ManifestStep>(Tiles, Json.ContractJson.Options)!;

        var error = Assert.Throws<InvalidManifestException>(() => ImageStep.Create(new StepContext(manifest, "", [], new StepOptions("expert.json", "step", image))));

        Assert.Contains("'softmax', which cannot put tiles together; use boxes or defectMap", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DefectMap_Tiles_FindTheSpotAndGiveWhatTheDetectorSays()
    {
        var good = TexturePictures.Make(6, seed: 1, side: 200).Where(picture => picture.Label == "along").Select(picture => picture.Data).ToArray();
        using var detector = DefectDetector.Fit(
            good,
            new DefectDetectorOptions { Method = DefectMethod.Pca, Side = 128, Folds = 2, Tile = new ImageTileOptions { Side = 96, Overlap = 24 } },
            cancellationToken: TestContext.Current.CancellationToken);
        var bad = ImageDecoder.Decode(good[0].Span);
        for (var i = 0; i < 400; i++)
        {
            bad.Row(150 + (i / 20))[30 + (i % 20)] = 250;
        }

        var map = detector.Judge(bad);

        Assert.True(map.IsDefective);
        var pixels = map.ToPixels(200, 200);
        var most = Array.IndexOf(pixels, pixels.Max());
        Assert.InRange(most % 200, 24, 56);
        Assert.InRange(most / 200, 144, 176);
        var folder = Directory.CreateTempSubdirectory("tiles-").FullName;
        try
        {
            detector.ToExpert(new ExpertId("tiles", "1")).Save(folder);
            using var expert = (IDisposable)ReferenceExpert.Load(folder);
            var output = Assert.IsType<AnomalyScores>(await ReferenceExpert.AskAsync((IExpert)expert, PngEncoder.Encode(bad)));
            Assert.Equal(map.Grid, output.Grid);
            Assert.Equal(map.Score, output.Scores.ToArray().Max(), 1e-3);
            Assert.Equal(ScoreGrid.Over(output.Grid!.Rows, output.Grid.Columns, 200, 200), output.Grid);
            Assert.Equal(1.0 / 7, output.PValue!.Value, 1e-9);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Stitch_HighestScoreOfEveryTile_IsKept()
    {
        var random = new Random(1);
        for (var round = 0; round < 50; round++)
        {
            var (width, height) = (random.Next(40, 300), random.Next(40, 300));
            var tiles = ImageTile.Cut(width, height, new ImageTileOptions { Side = random.Next(32, 128), Most = 4096 });
            var maps = tiles.Select(tile => new DefectMap(
                [.. Enumerable.Range(0, 20).Select(_ => random.NextSingle())], new ScoreGrid(4, 5, width, height, tile.Left, tile.Top, tile.Right, tile.Bottom), 0.5)).ToArray();

            var whole = DefectMap.Stitch(maps);

            Assert.Equal(maps.Max(map => map.Score), whole.Score, 1e-9);
            Assert.Equal((width, height), (whole.Grid.Width, whole.Grid.Height));
        }
    }

    private static async Task<Detections> FindAsync(Image picture, string boxes)
    {
        var model = new BrightParts();
        var feed = StepMaker.Feed(model);
        StepMaker.Image(Tiles).Prepare(new ImageInput(PngEncoder.Encode(picture)), feed);
        return (Detections)await StepMaker.Boxes(boxes, "part").RunAsync(feed, model, TestContext.Current.CancellationToken);
    }

    private static Image Picture(int width, int height, params (int Left, int Top, int Right, int Bottom)[] parts)
    {
        var image = new Image(width, height, PixelFormat.Grey);
        for (var k = 0; k < parts.Length; k++)
        {
            var (left, top, right, bottom) = parts[k];
            for (var y = top; y < bottom; y++)
            {
                image.Row(y)[left..right].Fill((byte)(200 + k));
            }
        }

        return image;
    }

    /// <summary>A detector without weights: the box around the pixels of each brightness of 200 and more.</summary>
    private sealed class BrightParts : IModelRunner
    {
        public IReadOnlyList<ModelTensorInfo> Inputs { get; } = [new("x", ElementType.Float32, [1, 1, 64, 64])];

        public IReadOnlyList<ModelTensorInfo> Outputs { get; } = [new("y", ElementType.Float32, [1, -1, 6])];

        public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken)
        {
            var pixels = inputs["x"].AsSpan<float>().ToArray();
            var rows = Enumerable.Range(0, pixels.Length).Where(i => pixels[i] >= 200).GroupBy(i => pixels[i]).SelectMany(part =>
            {
                var (left, right, top, bottom) = (part.Min(i => i % 64), part.Max(i => i % 64) + 1, part.Min(i => i / 64), part.Max(i => i / 64) + 1);
                return new[] { (left + right) / 2f, (top + bottom) / 2f, right - left, bottom - top, 0.9f, 1f };
            }).ToArray();
            rows = rows.Length > 0 ? rows : [1, 1, 1, 1, 0, 0];
            return ValueTask.FromResult<IReadOnlyDictionary<string, Tensor>>(
                new Dictionary<string, Tensor> { ["y"] = Tensor.Create<float>(rows, new TensorShape(1, rows.Length / 6, 6)) });
        }
    }
}
