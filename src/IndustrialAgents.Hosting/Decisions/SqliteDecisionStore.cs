using System.Runtime.CompilerServices;
using System.Threading.Channels;
using IndustrialAgents.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Hosting;

/// <summary>
/// Keeps decisions and feedback in one SQLite file. What it acknowledged survives the process and a power loss: one thread writes whatever
/// has gathered in one transaction, and a commit returns once the write-ahead log is on the disk. A full or read-only disk fails the write
/// with <see cref="IOException"/> and the next one tries again; a damaged file is set aside, and what can be read of it goes into a new one.
/// Bounded by <see cref="SqliteDecisionStoreOptions"/>. Thread-safe.
/// </summary>
public sealed partial class SqliteDecisionStore : IDecisionStore, IAsyncDisposable
{
    private const int PageSize = 64;

    private readonly SqliteDecisionStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SqliteDecisionStore> _logger;
    private readonly Action<SqliteConnection>? _configure;
    private readonly Channel<PendingWrite> _queue;
    private readonly Task _writing;
    private readonly Lock _reading = new();
    private DecisionReader? _reader;
    private DecisionWriter? _writer;
    private bool _suspectDamage = true;
    private bool _failing;
    private long _damagedRecords;

    private SqliteDecisionStore(
        SqliteDecisionStoreOptions options, TimeProvider time, ILogger<SqliteDecisionStore> logger, Action<SqliteConnection>? configure)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _configure = configure;
        _queue = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(options.MaxQueue) { SingleReader = true });
        try
        {
            OpenWriter();
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            _failing = true;
            LogCannotOpen(options.Path, e);
        }

        // A thread of its own: it waits for the disk, which pool threads must not.
        _writing = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How many damaged records were met so far; each was logged and left out.</summary>
    public long DamagedRecords => Interlocked.Read(ref _damagedRecords);

    /// <summary>
    /// Opens the store; a missing file is made. A disk that cannot be written is logged, not thrown: the store then fails its writes until it
    /// can.
    /// </summary>
    /// <exception cref="IndustrialAgentsException">The file is of a schema this program does not know; it is left as it is.</exception>
    public static SqliteDecisionStore Open(SqliteDecisionStoreOptions options, TimeProvider time, ILogger<SqliteDecisionStore> logger) =>
        Open(options, time, logger, configure: null);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A decision of that id is stored already.</exception>
    public ValueTask AddAsync(Decision decision, CancellationToken cancellationToken) =>
        WriteAsync(new PendingWrite(decision.Id, RecordCodec.Encode(decision with { Feedback = [] }), null), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> AddFeedbackAsync(Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var write = new PendingWrite(feedback.DecisionId, RecordCodec.Encode(feedback), time);
        await WriteAsync(write, cancellationToken).ConfigureAwait(false);
        return write.Position;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read, or the record is damaged.</exception>
    public ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Read(reader => reader.Find(decisionId)) is not { } stored)
        {
            return ValueTask.FromResult<Decision?>(null);
        }

        return ValueTask.FromResult<Decision?>(
            Decode(stored, out var reason) ?? throw new IOException($"decision '{decisionId}' is stored, but its record is damaged: {reason}"));
    }

    /// <inheritdoc/>
    /// <remarks>Damaged records are logged, counted and left out.</remarks>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async IAsyncEnumerable<StoredFeedback> ReadFeedbackAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = Read(reader => reader.Page(after, PageSize)) ?? [];
            foreach (var stored in page)
            {
                after = stored.Position;
                if (Decode(stored.Decision, out _) is { } decision && Decode<Feedback>(stored.Decision.Id, stored.Body, out _) is { } feedback)
                {
                    yield return new StoredFeedback(stored.Position, decision, feedback);
                }
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            await Task.Yield();
        }
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        ResetReader();
    }

    /// <summary>As <see cref="Open(SqliteDecisionStoreOptions, TimeProvider, ILogger{SqliteDecisionStore})"/>, with settings for each writing connection.</summary>
    internal static SqliteDecisionStore Open(
        SqliteDecisionStoreOptions options, TimeProvider time, ILogger<SqliteDecisionStore> logger, Action<SqliteConnection>? configure) =>
        new(options with { Path = Path.GetFullPath(options.Path) }, time, logger, configure);

    private async ValueTask WriteAsync(PendingWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDecisionStore));
        }

        await write.Written.ConfigureAwait(false);
    }

    private T? Read<T>(Func<DecisionReader, T?> read)
        where T : class
    {
        lock (_reading)
        {
            try
            {
                _reader ??= new DecisionReader(_options.Path);
                return read(_reader);
            }
            catch (SqliteException e)
            {
                _reader?.Dispose();
                _reader = null;
                throw SqliteFailure.ToIOException(e, _options.Path);
            }
        }
    }

    private void ResetReader()
    {
        lock (_reading)
        {
            _reader?.Dispose();
            _reader = null;
        }
    }

    private Decision? Decode(DecisionRow stored, out string? reason)
    {
        if (Decode<Decision>(stored.Id, stored.Body, out reason) is not { } decision)
        {
            return null;
        }

        var feedback = new List<Feedback>(stored.Feedback.Count);
        foreach (var body in stored.Feedback)
        {
            if (Decode<Feedback>(stored.Id, body, out _) is { } one)
            {
                feedback.Add(one);
            }
        }

        return decision with { Feedback = feedback };
    }

    private T? Decode<T>(string decisionId, byte[] body, out string? reason)
        where T : class
    {
        try
        {
            reason = null;
            return RecordCodec.Decode<T>(body);
        }
        catch (InvalidDataException e)
        {
            reason = e.Message;
            Interlocked.Increment(ref _damagedRecords);
            LogDamagedRecord(decisionId, e.Message);
            return null;
        }
    }
}
