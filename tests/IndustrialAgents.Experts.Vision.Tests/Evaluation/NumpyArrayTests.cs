using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Vision.Evaluation;

namespace IndustrialAgents.Experts.Vision.Tests.Evaluation;

public sealed class NumpyArrayTests
{
    [Fact]
    public void Read_FloatsOfTwoDimensions_GivesShapeAndValues()
    {
        var array = NumpyArray.Read(Npy("<f4", "(2, 3)", [.. new float[] { 1, 2, 3, 4, 5, 6 }.SelectMany(BitConverter.GetBytes)]));

        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], array.Values);
    }

    [Fact]
    public void Read_LongsOfOne_GivesValues() =>
        Assert.Equal([-7.0, 9.0], NumpyArray.Read(Npy("<i8", "(2,)", [.. new long[] { -7, 9 }.SelectMany(BitConverter.GetBytes)])).Values);

    [Theory]
    [InlineData("<f4", "(3,)", 8)]
    [InlineData("<f4", "(99999, 99999)", 8)]
    [InlineData(">f4", "(2,)", 8)]
    [InlineData("|O", "(1,)", 8)]
    [InlineData("<f4", "(2", 8)]
    public void Read_WhatDoesNotFit_IsRefused(string type, string shape, int bytes) =>
        Assert.Throws<InvalidDataException>(() => NumpyArray.Read(Npy(type, shape, new byte[bytes])));

    [Fact]
    public void Read_DamagedBytes_ReadsOrRefuses()
    {
        var whole = Npy("<f8", "(4,)", new byte[32]);
        var damaged = from flips in Gen.Choose(0, int.MaxValue).Two().ArrayOf().Resize(6)
                      from length in Gen.Choose(0, whole.Length)
                      select (flips, length);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(damaged.ToArbitrary(), own =>
        {
            var bytes = whole[..own.length];
            foreach (var (place, value) in own.flips.Where(_ => bytes.Length > 0))
            {
                bytes[place % bytes.Length] ^= (byte)value;
            }

            try
            {
                // A flipped header may name other numbers of the same length together, and never more than the bytes hold.
                Assert.InRange(NumpyArray.Read(bytes).Values.Length, 0, 8);
            }
            catch (InvalidDataException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }));
    }

    [Fact]
    public void ReadAll_Zip_GivesArraysByName()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("X.npy").Open();
            entry.Write(Npy("<i4", "()", [5, 0, 0, 0]));
        }

        Assert.Equal([5.0], NumpyArray.ReadAll(file)["X"].Values);
        Assert.Throws<InvalidDataException>(() => NumpyArray.ReadAll(new MemoryStream(new byte[40])));
    }

    private static byte[] Npy(string type, string shape, byte[] body)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. body];
    }
}
