using System.Runtime.InteropServices;

namespace IndustrialAgents.Assets;

/// <summary>Sensor rows of one asset, oldest first. Immutable and thread-safe as long as nobody writes to the memory given to it.</summary>
public sealed class RowBatch
{
    /// <summary>Takes rows; nothing is copied.</summary>
    /// <param name="times">Time of each row as UTC ticks of 100 ns, strictly rising.</param>
    /// <param name="values">Values <c>[row, channel]</c> in the channels' units; what is not finite is missing.</param>
    /// <param name="channels">Values in a row.</param>
    /// <exception cref="InvalidRequestException">Times do not rise or are none, or values and times do not fit; the message names the field.</exception>
    public RowBatch(ReadOnlyMemory<long> times, ReadOnlyMemory<float> values, int channels)
    {
        if (channels < 1 || values.Length != (long)times.Length * channels)
        {
            throw new InvalidRequestException("rows.values", $"{values.Length} values for {times.Length} rows of {channels} channels; send one value a row and channel");
        }

        CheckTimes(times.Span);
        (Times, Values, Channels) = (times, values, channels);
    }

    // A part of a batch that was checked.
    private RowBatch(RowBatch whole, int start, int count)
    {
        (Times, Values, Channels) = (whole.Times.Slice(start, count), whole.Values.Slice(start * whole.Channels, count * whole.Channels), whole.Channels);
    }

    /// <summary>Time of each row as UTC ticks of 100 ns, strictly rising.</summary>
    public ReadOnlyMemory<long> Times { get; }

    /// <summary>Values <c>[row, channel]</c> in the channels' units; what is not finite is missing.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Values in a row.</summary>
    public int Channels { get; }

    /// <summary>Number of rows.</summary>
    public int Count => Times.Length;

    /// <summary>The values of a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> this[int row] => Values.Span.Slice(row * Channels, Channels);

    /// <summary>Takes rows from their wire form, whose values are little-endian float32; they are copied.</summary>
    /// <exception cref="InvalidRequestException">As for the constructor, or the bytes are no whole number of values.</exception>
    public static RowBatch FromBytes(ReadOnlyMemory<long> times, ReadOnlySpan<byte> values, int channels)
    {
        if (values.Length % sizeof(float) != 0)
        {
            throw new InvalidRequestException("rows.values", $"{values.Length} bytes; send float32, 4 bytes a value");
        }

        var copy = new float[values.Length / sizeof(float)];
        if (BitConverter.IsLittleEndian)
        {
            values.CopyTo(MemoryMarshal.AsBytes(copy.AsSpan()));
        }
        else
        {
            for (var i = 0; i < copy.Length; i++)
            {
                copy[i] = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(values[(i * sizeof(float))..]);
            }
        }

        return new RowBatch(times, copy, channels);
    }

    /// <summary>The rows newer than a time, without a copy; the batch itself where all are.</summary>
    /// <param name="time">UTC ticks of 100 ns.</param>
    public RowBatch After(long time)
    {
        var found = Times.Span.BinarySearch(time);
        var start = found < 0 ? ~found : found + 1;
        return start == 0 ? this : new RowBatch(this, start, Count - start);
    }

    /// <summary>The last rows, without a copy; the batch itself where it has no more.</summary>
    /// <param name="count">How many, at most.</param>
    public RowBatch Last(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count >= Count ? this : new RowBatch(this, Count - count, count);
    }

    private static void CheckTimes(ReadOnlySpan<long> times)
    {
        var before = -1L;
        for (var i = 0; i < times.Length; i++)
        {
            if (times[i] <= before || times[i] > DateTime.MaxValue.Ticks)
            {
                throw new InvalidRequestException(
                    $"rows.times[{i}]",
                    before < 0 || times[i] > DateTime.MaxValue.Ticks
                        ? $"{times[i]} is no time; send UTC ticks of 100 ns since the year 1"
                        : $"{times[i]} is not later than the row before it; send rows oldest first, each time once");
            }

            before = times[i];
        }
    }
}
