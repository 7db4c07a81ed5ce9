using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Gating;

public sealed class LossStatisticsCodecTests
{
    private static readonly RouterOptions Options = new();

    private static LossStatistics Sample => Observation.Learn(
        [
            new(Given.Text(asset: "acme/site/line", regime: "Anlauf nach Störung"), [(new("e0", "1"), 1.0 / 3), (new("e1", "2"), 0)]),
            new(Given.Text(ExpertTask.Forecast), [(new("e0", "1"), 1)]),
        ],
        Options);

    [Fact]
    public void FromBytes_AnyStatistics_AreAsTheyWere() =>
        Prop.ForAll(Arb.From(Observation.Any.ArrayOf()), observations =>
        {
            var statistics = Observation.Learn(observations, Options);
            var read = LossStatistics.FromBytes(statistics.ToBytes(), Options);
            return read.Equals(statistics) && read.ToBytes().AsSpan().SequenceEqual(statistics.ToBytes());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void FromBytes_AnyTruncationOrBitFlip_Throws()
    {
        var bytes = Sample.ToBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.Throws<InvalidDataException>(() => LossStatistics.FromBytes(bytes[..i], Options));
            bytes[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<InvalidDataException>(() => LossStatistics.FromBytes(bytes, Options));
            bytes[i] ^= (byte)(1 << (i % 8));
        }
    }

    [Fact]
    public void FromBytes_ForgedContent_ThrowsOrReadsButNeverAnythingElse()
    {
        var (bytes, random, refused) = (Sample.ToBytes(), new Random(1), 0);
        for (var i = 0; i < 20_000; i++)
        {
            var forged = bytes.AsSpan(0, random.Next(2) == 0 ? bytes.Length : random.Next(9, bytes.Length)).ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                forged[random.Next(8, forged.Length)] = (byte)random.Next(256);
            }

            refused += Reads(Resealed(forged)) ? 0 : 1;
        }

        Assert.InRange(refused, 10_000, 20_000);
    }

    [Theory]
    [InlineData("FFFFFFFF07")]
    [InlineData("FFFFFFFFFFFFFFFF7F")]
    [InlineData("00FFFFFFFF07")]
    [InlineData("01FFFFFFFF07")]
    [InlineData("00000000")]
    public void FromBytes_ImpossibleCounts_ThrowsWithoutAllocatingThem(string body)
    {
        var bytes = Resealed([.. new byte[8], 1, .. Convert.FromHexString(body)]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => LossStatistics.FromBytes(bytes, Options));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void FromBytes_AnotherVersion_NamesIt()
    {
        var bytes = Sample.ToBytes();
        bytes[8] = 77;

        Assert.Contains("77", Assert.Throws<InvalidDataException>(() => LossStatistics.FromBytes(Resealed(bytes), Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromBytes_MoreContextsThanTheLimit_AreLeftOutWhereTheyAreAppended()
    {
        var read = new LossStatistics(Options with { MaxContexts = 2 });
        read.Append(LossStatistics.FromBytes(Sample.ToBytes(), Options with { MaxContexts = 2 }));

        Assert.Equal(2, read.Contexts);
        Assert.Equal(1, read.Find(new LossContext(ExpertTask.Classify), new("e0", "1")).Observations);
    }

    private static bool Reads(byte[] bytes)
    {
        try
        {
            LossStatistics.FromBytes(bytes, Options);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static byte[] Resealed(byte[] bytes)
    {
        SHA256.HashData(bytes.AsSpan(8)).AsSpan(0, 8).CopyTo(bytes);
        return bytes;
    }
}
