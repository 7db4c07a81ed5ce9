using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>Damaged files of every format give a picture or <see cref="ImageFormatException"/>, in bounded time and memory.</summary>
public sealed class ImageFuzzTests
{
    private static readonly byte[][] Seeds = MakeSeeds();

    [Fact]
    public void Decode_FlippedBytes_DecodesOrRefuses()
    {
        var damaged = from seed in Gen.Elements(Seeds)
                      from flips in Gen.Choose(0, int.MaxValue).Two().ArrayOf().Resize(6)
                      select Flip(seed, flips);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(damaged.ToArbitrary(), data => ImageAssert.DecodesOrRefuses(data)));
    }

    [Fact]
    public void Decode_CutOrRepeatedParts_DecodesOrRefuses()
    {
        var damaged = from seed in Gen.Elements(Seeds)
                      from a in Gen.Choose(0, seed.Length)
                      from b in Gen.Choose(0, seed.Length)
                      select (byte[])[.. seed[..a], .. seed[b..]];

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1500), Prop.ForAll(damaged.ToArbitrary(), data => ImageAssert.DecodesOrRefuses(data)));
    }

    [Fact]
    public void Decode_AnyBytes_AreRefusedUnlessTheyAreAPicture()
    {
        Prop.ForAll<byte[]>(data => Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(data))).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, ImageFormat.Jpeg)]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, ImageFormat.Png)]
    [InlineData(new byte[] { (byte)'B', (byte)'M' }, ImageFormat.Bmp)]
    [InlineData(new byte[] { (byte)'G', (byte)'I', (byte)'F' }, ImageFormat.Unknown)]
    [InlineData(new byte[0], ImageFormat.Unknown)]
    public void Identify_FirstBytes_TellTheFormat(byte[] data, ImageFormat expected)
    {
        Assert.Equal(expected, ImageDecoder.Identify(data));
    }

    private static byte[] Flip(byte[] seed, (int Place, int Value)[] flips)
    {
        var data = seed.ToArray();
        foreach (var (place, value) in flips)
        {
            data[place % data.Length] ^= (byte)value;
        }

        return data;
    }

    private static byte[][] MakeSeeds()
    {
        byte[] palette = TestBmp.Palette([1, 2, 3], [4, 5, 6], [7, 8, 9]);
        return
        [
            .. Directory.GetFiles(TestData.Fixture("jpeg"), "*.jpg").Order().Select(File.ReadAllBytes),
            TestJpeg.Flat(20, 20, [1, 2, 3, 4], 2),
            new TestPng(9, 7, 6, 16, true).Encode((x, y, c) => (x * 7000) + (y * 900) + c),
            new TestPng(9, 7, 3, 2, false) { Palette = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], Transparency = [0, 9] }.Encode((x, y, _) => (x + y) & 3),
            TestBmp.File(3, 3, 24, 0, [], new byte[36]),
            TestBmp.File(5, 2, 8, 1, palette, [2, 1, 0, 3, 2, 0, 1, 0, 0, 0, 0, 2, 1, 0, 1, 2, 0, 1]),
            TestBmp.File(6, 1, 4, 2, palette, [3, 0x12, 0, 3, 0x01, 0x20, 0, 1]),
            TestBmp.File(2, 1, 16, 3, [], [0x10, 0xF8, 0xE0, 0x07], 0xF800, 0x07E0, 0x001F),
        ];
    }
}
