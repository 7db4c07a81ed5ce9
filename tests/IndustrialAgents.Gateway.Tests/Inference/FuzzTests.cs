using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Gateway.Inference;
using IndustrialAgents.Gateway.Tests.Fakes;

namespace IndustrialAgents.Gateway.Tests.Inference;

public sealed class FuzzTests
{
    private const string Json =
        """{"id":"a","parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":[[1,-2.5e1],[0.25,3]]},{"name":"s","datatype":"BYTES","data":["a","\u00e9"],"shape":[2]},{"name":"n","shape":[3],"datatype":"INT16","data":[1,-2,300]}],"outputs":[{"name":"y","parameters":{"binary_data":false}}]}""";

    private const string BinaryJson =
        """{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","parameters":{"binary_data_size":16}},{"name":"s","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":11}},{"name":"n","shape":[3],"datatype":"INT16","parameters":{"binary_data_size":6}}]}""";

    private static readonly ServedModel Model = new(new ExpertId("m", "1"), new FakeModel(ElementType.Float32, -1, 2)
    {
        Inputs = [new("x", ElementType.Float32, [-1, 2]), new("s", ElementType.String, [2]), new("n", ElementType.Int16, [3])],
    });

    private static readonly byte[] Binary =
        [0, 0, 128, 63, 0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64, 2, 0, 0, 0, 0xc3, 0xa9, 1, 0, 0, 0, 65, 1, 0, 2, 0, 255, 255];

    [Fact]
    public void Read_SeedRequests_AreValid()
    {
        Assert.True(TryRead(Encoding.UTF8.GetBytes(Json), default));
        Assert.True(TryRead(Encoding.UTF8.GetBytes(BinaryJson), Binary));
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        var json = Encoding.UTF8.GetBytes(Json);
        for (var length = 0; length < json.Length; length++)
        {
            Assert.False(TryRead(json[..length], default));
        }

        for (var length = 0; length < Binary.Length; length++)
        {
            Assert.False(TryRead(Encoding.UTF8.GetBytes(BinaryJson), Binary.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Read_EveryByteReplaced_IsReadOrRefused()
    {
        foreach (var replacement in "\0 \"[]{},:0-e.\\tn\xff")
        {
            foreach (var seed in new[] { Json, BinaryJson })
            {
                var json = Encoding.UTF8.GetBytes(seed);
                for (var i = 0; i < json.Length; i++)
                {
                    var broken = json.ToArray();
                    broken[i] = (byte)replacement;
                    TryRead(broken, seed == Json ? default : Binary);
                }
            }
        }
    }

    [Fact]
    public void Read_RandomEdits_AreReadOrRefusedAsAGeneralReaderWould()
    {
        var edit = from position in Gen.Choose(0, Json.Length - 1)
                   from length in Gen.Choose(0, 6)
                   from inserted in Gen.Elements("", "[", "]", "{", "}", ",", "\"", "1e999", "-", "00", "null", "[[1]]", "\"data\":[", "9999999999999999999999", "\\u0000", "NaN")
                   select (position, length, inserted);
        var edits = edit.NonEmptyListOf();
        Prop.ForAll(edits.ToArbitrary(), list =>
        {
            var text = new StringBuilder(Json);
            foreach (var (position, length, inserted) in list.Take(3))
            {
                var at = Math.Min(position, text.Length);
                text.Remove(at, Math.Min(length, text.Length - at)).Insert(at, inserted);
            }

            // What is read must be JSON: the fast path for arrays may not accept what a general reader refuses.
            return !TryRead(Encoding.UTF8.GetBytes(text.ToString()), default) || IsJson(text.ToString());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Read_RandomBytes_AreReadOrRefused() =>
        Prop.ForAll<byte[], byte[]>((json, binary) =>
        {
            TryRead(json, binary);
            TryRead(Encoding.UTF8.GetBytes(BinaryJson), binary);
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Float32_AnyBits_ReadsBackWhatWasWritten() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var values = new float[64];
            random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = float.IsFinite(values[i]) ? values[i] : 0;
            }

            using var writer = new PooledWriter(1);
            JsonTensorWriter.Write(Tensor.Create(values, values.Length), writer);
            var back = new float[values.Length];
            var position = 0;
            JsonTensor.Read(writer.Written.Span, ref position, ElementType.Float32, new TensorShape(back.Length), MemoryMarshal.AsBytes(back.AsSpan()), 0);
            return position == writer.Length && MemoryMarshal.AsBytes(back.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(values.AsSpan()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Float32_AnyDecimal_IsRoundedAsTheFrameworkDoes()
    {
        var random = new Random(7);
        for (var i = 0; i < 200_000; i++)
        {
            var text = Decimal(random);
            var json = Encoding.ASCII.GetBytes(text + ",");
            var position = 0;
            var expected = float.Parse(text, CultureInfo.InvariantCulture);
            Assert.Equal(float.IsFinite(expected), Float32Parser.TryParse(json, ref position, out var value));
            Assert.True(!float.IsFinite(expected) || BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(value), text);
        }
    }

    private static string Decimal(Random random)
    {
        var sign = random.Next(2) == 0 ? "-" : "";
        switch (random.Next(4))
        {
            case 0:
                return sign + random.NextSingle().ToString("R", CultureInfo.InvariantCulture);
            case 1:
                // The exact decimal of a midpoint between two floats, and its neighbours: the hardest cases of rounding.
                var low = BitConverter.Int32BitsToSingle(random.Next(0x3000_0000, 0x4f00_0000));
                var middle = ((double)low + MathF.BitIncrement(low)) / 2;
                middle = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(middle) + random.Next(-2, 3));
                return sign + middle.ToString(random.Next(2) == 0 ? "R" : "F30", CultureInfo.InvariantCulture);
            case 2:
                return $"{sign}{random.NextInt64(0, long.MaxValue)}e{random.Next(-70, 30)}";
            default:
                return $"{sign}{random.Next(0, 10)}.{random.NextInt64(0, 1L << random.Next(1, 62))}E{(random.Next(2) == 0 ? "+" : "")}{random.Next(0, 40)}";
        }
    }

    private static bool TryRead(byte[] json, ReadOnlyMemory<byte> binary)
    {
        try
        {
            InferRequestReader.Read(Model, json, binary).Release();
            return true;
        }
        catch (InvalidRequestException)
        {
            return false;
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonNode.Parse(text);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
