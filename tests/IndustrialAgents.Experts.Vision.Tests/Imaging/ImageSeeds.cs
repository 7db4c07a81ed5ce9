namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>Small valid files of every kind that the decoders read, to be damaged.</summary>
internal static class ImageSeeds
{
    public static byte[][] Png { get; } =
    [
        .. from kind in new[] { (0, 1), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (4, 8), (6, 8), (6, 16) }
           from interlaced in new[] { false, true }
           select new TestPng(11, 9, kind.Item1, kind.Item2, interlaced).Encode((x, y, c) => ((x * 7) + (y * 3) + (c * 50)) & ((1 << kind.Item2) - 1)),
        new TestPng(9, 7, 3, 2, false) { Palette = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], Transparency = [0, 9] }.Encode((x, y, _) => (x + y) & 3),
        new TestPng(9, 7, 3, 8, true) { Palette = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }.Encode((x, y, _) => (x + y) & 3),
        new TestPng(9, 7, 2, 8, true) { Transparency = [0, 1, 0, 2, 0, 3] }.Encode((x, y, c) => c + 1 + ((x + y) % 3 * 40)),
    ];

    public static byte[][] Jpeg { get; } =
    [
        .. Directory.GetFiles(TestData.Fixture("jpeg"), "*.jpg").Order().Select(File.ReadAllBytes),
        TestJpeg.Flat(20, 20, [1, 2, 3, 4], 2),
        TestJpeg.Flat(9, 17, [1, 2, 3, 4], 0),
    ];

    public static byte[][] Bmp { get; } = MakeBitmaps();

    private static byte[][] MakeBitmaps()
    {
        var palette = TestBmp.Palette([1, 2, 3], [4, 5, 6], [7, 8, 9]);
        return
        [
            TestBmp.File(3, 3, 24, 0, [], new byte[36]),
            TestBmp.File(3, -3, 32, 0, [], new byte[36]),
            TestBmp.File(5, 2, 8, 1, palette, [2, 1, 0, 3, 2, 0, 1, 0, 0, 0, 0, 2, 1, 0, 1, 2, 0, 1]),
            TestBmp.File(6, 1, 4, 2, palette, [3, 0x12, 0, 3, 0x01, 0x20, 0, 1]),
            TestBmp.File(9, 2, 1, 0, palette, [0x55, 0, 0, 0, 0x2A, 0x80, 0, 0]),
            TestBmp.File(2, 1, 16, 3, [], [0x10, 0xF8, 0xE0, 0x07], 0xF800, 0x07E0, 0x001F),
        ];
    }
}
