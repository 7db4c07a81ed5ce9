using System.Globalization;
using Google.Protobuf;
using IndustrialAgents.Onnx.Graphs.Protocol;

namespace IndustrialAgents.Onnx.Graphs;

/// <summary>Elements of a tensor in a file beside the model's: read with care, since the model names the file.</summary>
internal static class ExternalData
{
    private const string LocationKey = "location";
    private const string OffsetKey = "offset";
    private const string LengthKey = "length";

    public static void Validate(TensorProto proto)
    {
        var location = Entry(proto, LocationKey);
        if (string.IsNullOrEmpty(location))
        {
            throw new CorruptGraphException($"tensor '{proto.Name}' lies in an external file but names none");
        }

        if (Path.IsPathRooted(location) || location.Contains('\0') || location.Split('/', '\\').Contains(".."))
        {
            throw new CorruptGraphException($"tensor '{proto.Name}' names the external file '{location}', which is not inside the model's folder");
        }

        _ = Number(proto, OffsetKey);
        _ = Number(proto, LengthKey);
    }

    /// <summary>The file of a tensor that was validated.</summary>
    public static string Location(TensorProto proto) => Entry(proto, LocationKey)!;

    public static byte[] Read(TensorProto proto, string? directory, long expected)
    {
        Validate(proto);
        var location = Entry(proto, LocationKey)!;
        if (directory is null)
        {
            throw new CorruptGraphException(
                $"tensor '{proto.Name}' lies in the external file '{location}', but the model was read from memory; load it from its file");
        }

        var offset = Number(proto, OffsetKey) ?? 0;
        var length = Number(proto, LengthKey) ?? expected;
        if (length != expected)
        {
            throw new CorruptGraphException($"tensor '{proto.Name}' has {length} external bytes, not {expected}");
        }

        var path = Path.Combine(directory, location);
        try
        {
            using var file = File.OpenHandle(path);
            if (offset > RandomAccess.GetLength(file) - length)
            {
                throw new CorruptGraphException(
                    $"tensor '{proto.Name}' ends at byte {(Int128)offset + length} of '{path}', which has {RandomAccess.GetLength(file)}");
            }

            var bytes = new byte[length];
            for (var read = 0; read < bytes.Length;)
            {
                var count = RandomAccess.Read(file, bytes.AsSpan(read), offset + read);
                read += count > 0 ? count : throw new CorruptGraphException($"'{path}' became shorter while it was read");
            }

            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorruptGraphException($"tensor '{proto.Name}' lies in '{path}', which cannot be read: {e.Message}", e);
        }
    }

    public static void Refer(TensorProto proto, string location, long offset)
    {
        var length = proto.RawData.Length;
        proto.ClearRawData();
        proto.DataLocation = TensorProto.Types.DataLocation.External;
        proto.ExternalData.Add(new StringStringEntryProto { Key = LocationKey, Value = location });
        proto.ExternalData.Add(new StringStringEntryProto { Key = OffsetKey, Value = offset.ToString(CultureInfo.InvariantCulture) });
        proto.ExternalData.Add(new StringStringEntryProto { Key = LengthKey, Value = length.ToString(CultureInfo.InvariantCulture) });
    }

    public static void Inline(TensorProto proto, string? directory)
    {
        var tensor = TensorCodec.Decode(proto, directory);
        proto.ExternalData.Clear();
        proto.ClearDataLocation();
        proto.RawData = UnsafeByteOperations.UnsafeWrap(tensor.Bytes);
    }

    private static string? Entry(TensorProto proto, string key)
    {
        foreach (var entry in proto.ExternalData)
        {
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    private static long? Number(TensorProto proto, string key)
    {
        if (Entry(proto, key) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new CorruptGraphException($"tensor '{proto.Name}' has the external {key} '{text}', which is not a number of bytes");
    }
}
