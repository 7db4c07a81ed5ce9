using System.Buffers.Binary;
using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Past cases by their place in a joint space, in one file that only grows: cases are appended, also those that are removed or replaced, until
/// <see cref="Compact"/>. Search is exact. One process writes; others may read and <see cref="Refresh"/>. Thread-safe.
/// </summary>
/// <remarks>A record that was cut off when its writer died is ignored and overwritten; any other damage is an error that names its place.</remarks>
public sealed class CaseIndex : IDisposable
{
    private const int HeaderBytes = 28;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly FileStream? _writer;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<PastCase> _cases = [];
    private float[] _places = [];
    private Guid _generation;
    private long _read;

    private CaseIndex(string path, int dimension, FileStream? writer) => (_path, Dimension, _writer) = (path, dimension, writer);

    /// <summary>Number of dimensions of a place.</summary>
    public int Dimension { get; }

    /// <summary>Number of cases.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _cases.Count;
            }
        }
    }

    /// <summary>Opens an index to add to, or makes one.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="dimension">Number of dimensions of a place.</param>
    /// <exception cref="InvalidDataException">The file is damaged, no index, or of another dimension.</exception>
    /// <exception cref="IOException">The file cannot be written, or another process writes to it.</exception>
    public static CaseIndex Open(string path, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            if (stream.Length == 0)
            {
                stream.Write(Header(dimension, Guid.NewGuid()));
                stream.Flush(flushToDisk: true);
            }

            var index = new CaseIndex(path, dimension, stream);
            index.ReadFrom(stream);
            stream.SetLength(index._read);
            return index;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Opens an index to search in.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="dimension">Number of dimensions of a place.</param>
    /// <exception cref="InvalidDataException">The file is damaged, no index, or of another dimension.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CaseIndex OpenRead(string path, int dimension)
    {
        var index = new CaseIndex(path, dimension, null);
        index.Refresh();
        return index;
    }

    /// <summary>Adds a case, or replaces the one of its id.</summary>
    /// <param name="past">The case.</param>
    /// <param name="place">Its place, <see cref="Dimension"/> finite values.</param>
    /// <exception cref="InvalidRequestException">The id is empty, the place does not fit, or the case is too long.</exception>
    /// <exception cref="InvalidOperationException">The index was opened to search in.</exception>
    public void Add(PastCase past, ReadOnlySpan<float> place)
    {
        ArgumentNullException.ThrowIfNull(past);
        InvalidRequestException.Require(!string.IsNullOrWhiteSpace(past.Id), "id", "it is empty; a case needs an id of its own");
        InvalidRequestException.Require(
            place.Length == Dimension && TensorPrimitives.IsFiniteAll(place), "place", $"{place.Length} values, or one not finite; {Dimension} finite ones are needed");
        var record = CaseRecord.Add(past, place);
        InvalidRequestException.Require(record.Length <= CaseRecord.MaxBytes, "text", $"the case takes {record.Length} bytes; at most {CaseRecord.MaxBytes} are kept");
        lock (_lock)
        {
            Append(record);
            Put(past, place);
        }
    }

    /// <summary>Removes a case; false where there is none of this id.</summary>
    /// <exception cref="InvalidOperationException">The index was opened to search in.</exception>
    public bool Remove(string id)
    {
        lock (_lock)
        {
            if (!_numbers.ContainsKey(id))
            {
                return false;
            }

            Append(CaseRecord.Remove(id));
            Drop(id);
            return true;
        }
    }

    /// <summary>The cases closest to a place, best first; of equal ones the lower id first.</summary>
    /// <param name="place"><see cref="Dimension"/> values.</param>
    /// <param name="top">The most cases to return, at least 1.</param>
    /// <exception cref="ArgumentException">The place does not fit.</exception>
    public IReadOnlyList<CaseHit> Search(ReadOnlySpan<float> place, int top)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        if (place.Length != Dimension)
        {
            throw new ArgumentException($"{place.Length} values; {Dimension} are needed", nameof(place));
        }

        var norm = TensorPrimitives.Norm(place);
        lock (_lock)
        {
            var best = new PriorityQueue<int, (float Score, string Id)>(Comparer<(float Score, string Id)>.Create(
                static (a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : string.CompareOrdinal(b.Id, a.Id)));
            for (var i = 0; i < _cases.Count; i++)
            {
                // Places are kept at length 1.
                var score = norm > 0 ? TensorPrimitives.Dot(place, Place(i)) / norm : 0;
                if (best.Count < top)
                {
                    best.Enqueue(i, (score, _cases[i].Id));
                }
                else
                {
                    best.EnqueueDequeue(i, (score, _cases[i].Id));
                }
            }

            var hits = new CaseHit[best.Count];
            for (var i = hits.Length - 1; i >= 0; i--)
            {
                best.TryDequeue(out var number, out var key);
                hits[i] = new CaseHit(_cases[number], key.Score);
            }

            return hits;
        }
    }

    /// <summary>Reads what another process has added since.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Refresh()
    {
        lock (_lock)
        {
            if (_writer is null)
            {
                using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                ReadFrom(stream);
            }
        }
    }

    /// <summary>Writes the cases that are left to a new file beside the index, which the caller puts in its place once the index is closed.</summary>
    /// <param name="path">The new file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Compact(string path)
    {
        lock (_lock)
        {
            using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
            stream.Write(Header(Dimension, Guid.NewGuid()));
            for (var i = 0; i < _cases.Count; i++)
            {
                stream.Write(CaseRecord.Add(_cases[i], Place(i)));
            }

            stream.Flush(flushToDisk: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    private static byte[] Header(int dimension, Guid generation)
    {
        var header = new byte[HeaderBytes];
        "IACASES1"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), dimension);
        generation.TryWriteBytes(header.AsSpan(12));
        return header;
    }

    private Span<float> Place(int number) => _places.AsSpan(number * Dimension, Dimension);

    private void ReadFrom(FileStream stream)
    {
        stream.Position = 0;
        var header = new byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.AsSpan(0, 8).SequenceEqual("IACASES1"u8))
        {
            throw new InvalidDataException($"{_path}: is no index of cases; name another file, or remove it to begin anew");
        }

        var dimension = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        if (dimension != Dimension)
        {
            throw new InvalidDataException($"{_path}: has {dimension} dimensions and the joint space {Dimension}; make a new index with this space");
        }

        // Another generation is another file in the old one's place.
        var generation = new Guid(header.AsSpan(12));
        if (generation != _generation)
        {
            _numbers.Clear();
            _cases.Clear();
            (_generation, _read) = (generation, HeaderBytes);
        }

        stream.Position = _read;
        var head = new byte[CaseRecord.HeadBytes];
        while (stream.Length - stream.Position >= head.Length)
        {
            stream.ReadExactly(head);
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length is <= 0 or > CaseRecord.MaxBytes)
            {
                throw Damaged($"it says it has {length} bytes");
            }

            if (length > stream.Length - stream.Position)
            {
                break;
            }

            var payload = new byte[length];
            stream.ReadExactly(payload);
            if (CaseRecord.Checksum(payload) != BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)))
            {
                if (stream.Position == stream.Length)
                {
                    break;
                }

                throw Damaged("its checksum is wrong");
            }

            Take(payload);
            _read = stream.Position;
        }
    }

    private void Take(byte[] payload)
    {
        try
        {
            var (past, place) = CaseRecord.Read(payload, Dimension);
            if (place is null)
            {
                Drop(past.Id);
            }
            else
            {
                Put(past, place);
            }
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e.Message);
        }
    }

    private InvalidDataException Damaged(string message) => new($"{_path}: the record at byte {_read} is damaged: {message}; put back a copy, or make the index anew");

    private void Append(byte[] record)
    {
        var writer = _writer ?? throw new InvalidOperationException("the index was opened to search in; open it to add to");
        writer.Position = _read;
        writer.Write(record);
        writer.Flush(flushToDisk: false);
        _read = writer.Position;
    }

    private void Put(PastCase past, ReadOnlySpan<float> place)
    {
        if (!_numbers.TryGetValue(past.Id, out var number))
        {
            number = _cases.Count;
            _numbers[past.Id] = number;
            _cases.Add(past);
            if (_places.Length < _cases.Count * Dimension)
            {
                Array.Resize(ref _places, Math.Max(64 * Dimension, 2 * _places.Length));
            }
        }

        _cases[number] = past;
        place.CopyTo(Place(number));
        JointSpace.Normalize(Place(number));
    }

    // The last case moves into the gap.
    private void Drop(string id)
    {
        if (!_numbers.Remove(id, out var number))
        {
            return;
        }

        var last = _cases.Count - 1;
        if (number != last)
        {
            _cases[number] = _cases[last];
            Place(last).CopyTo(Place(number));
            _numbers[_cases[number].Id] = number;
        }

        _cases.RemoveAt(last);
    }
}
