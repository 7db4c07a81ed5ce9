namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

/// <summary>Damages a message as faulty memory, a cut connection or a hostile sender would.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] bytes, Random random)
    {
        var result = bytes.ToList();
        for (var i = random.Next(1, 4); i > 0 && result.Count > 0; i--)
        {
            var at = random.Next(result.Count);
            switch (random.Next(7))
            {
                case 0:
                    result[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    result[at] = (byte)random.Next(256);
                    break;
                case 2:
                    result.RemoveRange(at, result.Count - at);
                    break;
                case 3:
                    result.RemoveRange(at, Math.Min(random.Next(1, 9), result.Count - at));
                    break;
                case 4:
                    result.InsertRange(at, [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256))]);
                    break;
                case 5:
                    var length = Math.Min(random.Next(1, 40), result.Count - at);
                    result.InsertRange(random.Next(result.Count), result.GetRange(at, length));
                    break;
                default:
                    // A number of five bytes, of which many are lengths near 2 GB.
                    result.RemoveAt(at);
                    result.InsertRange(at, [0xF0, (byte)random.Next(256), 0xFF, 0xFF, (byte)random.Next(256)]);
                    break;
            }
        }

        return [.. result];
    }
}
