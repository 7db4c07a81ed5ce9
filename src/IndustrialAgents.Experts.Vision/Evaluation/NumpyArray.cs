using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace IndustrialAgents.Experts.Vision.Evaluation;

/// <summary>
/// An array of NumPy's file format, versions 1 to 3 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): float32, float64, int32
/// or int64, little-endian, in C order. Immutable and thread-safe while nobody writes to the values.
/// </summary>
/// <param name="Shape">Its dimensions; none for a scalar.</param>
/// <param name="Values">Its values in C order, as double.</param>
public sealed partial record NumpyArray(IReadOnlyList<int> Shape, double[] Values)
{
    private const int MaxBytes = 1 << 30;
    private const int MaxHeader = 1 << 16;
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a .npy file.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a file, damaged, cut, or of another element type or order.</exception>
    public static NumpyArray Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 10 || !bytes.StartsWith(Magic) || bytes[6] is < 1 or > 3)
        {
            throw new InvalidDataException("the bytes do not begin as a .npy file of version 1 to 3 does");
        }

        var (start, length) = bytes[6] == 1
            ? (10, BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]))
            : bytes.Length < 12 ? (12, uint.MaxValue) : (12, BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
        if (length > MaxHeader || start + length > bytes.Length)
        {
            throw new InvalidDataException($"the header of the .npy file has {length} bytes; the file has {bytes.Length}, and {MaxHeader} are the limit");
        }

        var header = Encoding.UTF8.GetString(bytes.Slice(start, (int)length));
        var (type, shape) = (TypeOf().Match(header), ShapeOf().Match(header));
        if (!type.Success || !shape.Success || !OrderOf().IsMatch(header))
        {
            throw new InvalidDataException("the header of the .npy file does not give descr, shape and fortran_order False; save it with numpy.save in C order, without objects");
        }

        var dimensions = new List<int>();
        var count = 1L;
        foreach (var part in shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var dimension) || (count *= dimension) > MaxBytes)
            {
                throw new InvalidDataException($"the shape ({shape.Groups[1].Value}) of the .npy file is no shape, or too large");
            }

            dimensions.Add(dimension);
        }

        var (kind, size) = (type.Groups[1].Value[0], type.Groups[1].Value[1] - '0');
        var body = bytes[(start + (int)length)..];
        if (body.Length != count * size)
        {
            throw new InvalidDataException($"the .npy file holds {body.Length} bytes of values; its shape ({shape.Groups[1].Value}) takes {count * size}");
        }

        var values = new double[count];
        for (var i = 0; i < values.Length; i++, body = body[size..])
        {
            values[i] = (kind, size) switch
            {
                ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(body),
                ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(body),
                ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(body),
                _ => BinaryPrimitives.ReadInt64LittleEndian(body),
            };
        }

        return new NumpyArray(dimensions, values);
    }

    /// <summary>Reads the arrays of a .npz file, a zip of .npy files, by their names without the ending.</summary>
    /// <exception cref="InvalidDataException">The file is no zip, or an array of it cannot be read or is larger than a gigabyte.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, NumpyArray> ReadAll(Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var arrays = new Dictionary<string, NumpyArray>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
        {
            // What an entry says of its length may be wrong: no more is read than that, and at most the limit.
            if (entry.Length > MaxBytes)
            {
                throw new InvalidDataException($"'{entry.FullName}' has {entry.Length} bytes; the limit is {MaxBytes}");
            }

            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            var buffer = new byte[81_920];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > entry.Length)
                {
                    throw new InvalidDataException($"'{entry.FullName}' is longer than the {entry.Length} bytes that the zip states");
                }
            }

            arrays[entry.FullName[..^4]] = Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }

        return arrays;
    }

    [GeneratedRegex("'descr': *'<([fi][48])'")]
    private static partial Regex TypeOf();

    [GeneratedRegex("'shape': *\\(([0-9, ]*)\\)")]
    private static partial Regex ShapeOf();

    [GeneratedRegex("'fortran_order': *False")]
    private static partial Regex OrderOf();
}
