using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Writes a tensor's elements as a flat JSON array, floats in their shortest form that reads back the same.</summary>
internal static class JsonTensorWriter
{
    // The longest shortest form of a binary64 has 24 characters, that of an integer 20; a comma comes with each.
    private const int MaxElement = 26;

    /// <summary>Writes the array.</summary>
    /// <exception cref="NotFiniteException">An element is NaN or infinite, which JSON cannot say.</exception>
    public static void Write(Tensor tensor, PooledWriter writer)
    {
        writer.Write("["u8);
        switch (tensor.ElementType)
        {
            case ElementType.Float32:
                WriteFloat32(tensor.AsSpan<float>(), writer);
                break;
            case ElementType.Float64:
                WriteFormattable(tensor.AsSpan<double>(), writer, double.IsFinite);
                break;
            case ElementType.Float16:
                WriteFormattable(tensor.AsSpan<Half>(), writer, Half.IsFinite);
                break;
            case ElementType.BFloat16:
                WriteBFloat16(MemoryMarshal.Cast<byte, ushort>(tensor.Bytes.Span), writer);
                break;
            case ElementType.Bool:
                WriteBools(tensor.Bytes.Span, writer);
                break;
            case ElementType.String:
                WriteStrings(tensor.Strings.Span, writer);
                break;
            case ElementType.UInt8:
                WriteFormattable(tensor.AsSpan<byte>(), writer);
                break;
            case ElementType.Int8:
                WriteFormattable(tensor.AsSpan<sbyte>(), writer);
                break;
            case ElementType.UInt16:
                WriteFormattable(tensor.AsSpan<ushort>(), writer);
                break;
            case ElementType.Int16:
                WriteFormattable(tensor.AsSpan<short>(), writer);
                break;
            case ElementType.UInt32:
                WriteFormattable(tensor.AsSpan<uint>(), writer);
                break;
            case ElementType.Int32:
                WriteFormattable(tensor.AsSpan<int>(), writer);
                break;
            case ElementType.UInt64:
                WriteFormattable(tensor.AsSpan<ulong>(), writer);
                break;
            case ElementType.Int64:
                WriteFormattable(tensor.AsSpan<long>(), writer);
                break;
            default:
                throw new InvalidOperationException($"a tensor of {tensor.ElementType} has no JSON form");
        }

        writer.Write("]"u8);
    }

    private static void WriteFloat32(ReadOnlySpan<float> values, PooledWriter writer)
    {
        var room = writer.Reserve(checked(values.Length * MaxElement));
        var at = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new NotFiniteException(i);
            }

            if (i > 0)
            {
                room[at++] = (byte)',';
            }

            Utf8Formatter.TryFormat(values[i], room[at..], out var written);
            at += written;
        }

        writer.Advance(at);
    }

    private static void WriteFormattable<T>(ReadOnlySpan<T> values, PooledWriter writer, Func<T, bool>? isFinite = null)
        where T : unmanaged, IUtf8SpanFormattable
    {
        var room = writer.Reserve(checked(values.Length * MaxElement));
        var at = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (isFinite?.Invoke(values[i]) == false)
            {
                throw new NotFiniteException(i);
            }

            if (i > 0)
            {
                room[at++] = (byte)',';
            }

            values[i].TryFormat(room[at..], out var written, default, CultureInfo.InvariantCulture);
            at += written;
        }

        writer.Advance(at);
    }

    private static void WriteBFloat16(ReadOnlySpan<ushort> values, PooledWriter writer)
    {
        Span<float> wide = stackalloc float[256];
        for (var start = 0; start < values.Length; start += wide.Length)
        {
            var part = values[start..Math.Min(start + wide.Length, values.Length)];
            for (var i = 0; i < part.Length; i++)
            {
                wide[i] = BitConverter.UInt32BitsToSingle((uint)part[i] << 16);
            }

            if (start > 0)
            {
                writer.Write(","u8);
            }

            WriteFloat32(wide[..part.Length], writer);
        }
    }

    private static void WriteBools(ReadOnlySpan<byte> values, PooledWriter writer)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                writer.Write(","u8);
            }

            writer.Write(values[i] == 0 ? "false"u8 : "true"u8);
        }
    }

    private static void WriteStrings(ReadOnlySpan<string> values, PooledWriter writer)
    {
        for (var i = 0; i < values.Length; i++)
        {
            writer.Write(i > 0 ? ",\""u8 : "\""u8);
            writer.Write(JsonEncodedText.Encode(values[i]).EncodedUtf8Bytes);
            writer.Write("\""u8);
        }
    }
}
