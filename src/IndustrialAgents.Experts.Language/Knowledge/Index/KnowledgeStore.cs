using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// Documents and their chunks in one SQLite file. A document is added, replaced or removed in one transaction: after a crash it is there whole or not at
/// all. Any number of processes may open the file; one writes at a time, and reading goes on meanwhile. Thread-safe.
/// </summary>
public sealed partial class KnowledgeStore : IDisposable
{
    /// <summary>The tenant of a node that tells none apart.</summary>
    public const string DefaultTenant = "default";

    private const string Settings = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON;";

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS document(id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, name TEXT NOT NULL, asset TEXT, sha256 TEXT NOT NULL, chunks INTEGER NOT NULL, encoding TEXT, origin TEXT, UNIQUE(tenant, name));
        CREATE TABLE IF NOT EXISTS header(id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE, columns TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS header_document ON header(document);
        CREATE TABLE IF NOT EXISTS chunk(document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL, heading TEXT NOT NULL, place TEXT NOT NULL, header INTEGER, body TEXT NOT NULL, PRIMARY KEY(document, ordinal)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS vector(document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL, encoder TEXT NOT NULL, "values" BLOB NOT NULL, PRIMARY KEY(document, encoder, ordinal)) WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly Lock _readGate = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteConnection _reading;
    private readonly string _path;

    private KnowledgeStore(string path, ReadingLimits limits)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        (_connection, _reading, _path, Limits) = (new SqliteConnection(settings), new SqliteConnection(settings), path, limits);
    }

    /// <summary>The largest document.</summary>
    public ReadingLimits Limits { get; }

    /// <summary>Opens a file, making it where it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The largest document; null for the defaults.</param>
    /// <exception cref="InvalidDataException">The file is damaged or no knowledge file.</exception>
    public static KnowledgeStore Open(string path, ReadingLimits? limits = null)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var store = new KnowledgeStore(full, limits ?? new ReadingLimits());
        try
        {
            store.Guard(() =>
            {
                store._connection.Open();
                Execute(store._connection, Settings + Schema);
                store.AddOrigins();
                store._reading.Open();
                Execute(store._reading, Settings);
                return true;
            });
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Adds a document, or replaces the one of its tenant and name. One that is there unchanged is left as it is.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="name">Its name, whose ending says how it is read.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="asset">The asset it is about; null for all.</param>
    /// <param name="origin">The watched folder that it comes from; null where it comes from none.</param>
    /// <exception cref="InvalidRequestException">
    /// It cannot be read or is beyond a limit, a name is missing, or its name is that of a document of a watched folder where it is from none, or the other way round.
    /// </exception>
    public KnowledgeDocument Add(string tenant, string name, byte[] bytes, AssetPath? asset = null, string? origin = null)
    {
        InvalidRequestException.Require(!string.IsNullOrWhiteSpace(tenant) && tenant.Length <= 128, "tenant", "is empty or longer than 128 characters; name whose document it is");
        InvalidRequestException.Require(!string.IsNullOrWhiteSpace(name) && name.Length <= 512, "name", "is empty or longer than 512 characters; give the document's file name");
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (List(tenant).FirstOrDefault(document => document.Name == name) is { } same)
        {
            RequireSameKind(same, origin);
            if (same.Sha256 == hash && same.Asset == asset?.ToString() && same.Origin == origin)
            {
                return same;
            }
        }

        var read = DocumentReader.Read(name, bytes, Limits);
        var chunks = Chunker.Split(read.Blocks).ToList();
        return Guard(() => Write(new KnowledgeDocument(0, tenant, name, asset?.ToString(), hash, chunks.Count, read.Encoding, origin), chunks));
    }

    /// <summary>A tenant's documents by name; those of all where it is null.</summary>
    public IReadOnlyList<KnowledgeDocument> List(string? tenant = null) => GuardReading(() =>
    {
        using var command = Prepare(_reading, "SELECT id, tenant, name, asset, sha256, chunks, encoding, origin FROM document WHERE $t IS NULL OR tenant = $t ORDER BY tenant, name", ("$t", tenant));
        return Documents(command);
    });

    /// <summary>A tenant's document; null where the tenant has none of that id.</summary>
    public KnowledgeDocument? Find(string tenant, long id) => GuardReading(() =>
    {
        using var command = Prepare(_reading, "SELECT id, tenant, name, asset, sha256, chunks, encoding, origin FROM document WHERE tenant = $t AND id = $id", ("$t", tenant), ("$id", id));
        return Documents(command).FirstOrDefault();
    });

    /// <summary>Removes a tenant's document; false where the tenant has none of that id.</summary>
    public bool Remove(string tenant, long id) => Guard(() =>
    {
        using var command = Prepare(_connection, "DELETE FROM document WHERE id = $id AND tenant = $t", ("$id", id), ("$t", tenant));
        return command.ExecuteNonQuery() > 0;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _reading.Dispose();
        _connection.Dispose();
    }

    /// <summary>The chunks of a document, in order; none where it is gone.</summary>
    internal List<Chunk> Chunks(long document) => GuardReading(() =>
    {
        var headers = new Dictionary<long, string[]>();
        using var headerCommand = Prepare(_reading, "SELECT id, columns FROM header WHERE document = $d", ("$d", document));
        using (var row = headerCommand.ExecuteReader())
        {
            while (row.Read())
            {
                headers[row.GetInt64(0)] = JsonSerializer.Deserialize<string[]>(row.GetString(1))!;
            }
        }

        using var command = Prepare(_reading, "SELECT heading, place, header, body FROM chunk WHERE document = $d ORDER BY ordinal", ("$d", document));
        using var chunk = command.ExecuteReader();
        var chunks = new List<Chunk>();
        while (chunk.Read())
        {
            var body = chunk.GetString(3);
            if (chunk.IsDBNull(2))
            {
                chunks.Add(new Chunk(body, chunk.GetString(0), chunk.GetString(1)));
                continue;
            }

            var (columns, cells) = (headers[chunk.GetInt64(2)], JsonSerializer.Deserialize<string[]>(body)!);
            chunks.Add(new Chunk(Chunker.Row(columns, cells), chunk.GetString(0), chunk.GetString(1)) { Columns = columns, Cells = cells });
        }

        return chunks;
    });

    private KnowledgeDocument Write(KnowledgeDocument document, List<Chunk> chunks)
    {
        using var transaction = _connection.BeginTransaction();
        using (var there = Prepare(_connection, "SELECT id, tenant, name, asset, sha256, chunks, encoding, origin FROM document WHERE tenant = $t AND name = $n", ("$t", document.Tenant), ("$n", document.Name)))
        {
            // Asked again under the lock of the file: another may have added it since.
            foreach (var same in Documents(there))
            {
                RequireSameKind(same, document.Origin);
            }
        }

        using (var old = Prepare(_connection, "DELETE FROM document WHERE tenant = $t AND name = $n", ("$t", document.Tenant), ("$n", document.Name)))
        {
            old.ExecuteNonQuery();
        }

        using var add = Prepare(
            _connection,
            "INSERT INTO document(tenant, name, asset, sha256, chunks, encoding, origin) VALUES($t, $n, $a, $h, $c, $e, $o) RETURNING id",
            ("$t", document.Tenant), ("$n", document.Name), ("$a", document.Asset), ("$h", document.Sha256), ("$c", document.Chunks), ("$e", document.Encoding), ("$o", document.Origin));
        var id = (long)add.ExecuteScalar()!;
        var headers = new Dictionary<IReadOnlyList<string>, long>(ReferenceEqualityComparer.Instance);
        using var insert = Prepare(_connection, "INSERT INTO chunk VALUES($d, $o, $h, $p, $c, $b)", ("$d", id), ("$o", 0), ("$h", ""), ("$p", ""), ("$c", null), ("$b", ""));
        for (var i = 0; i < chunks.Count; i++)
        {
            var chunk = chunks[i];
            var isRow = chunk.Columns.Count > 0;
            insert.Parameters["$o"].Value = i;
            insert.Parameters["$h"].Value = chunk.Heading;
            insert.Parameters["$p"].Value = chunk.Place;
            insert.Parameters["$c"].Value = isRow ? Header(chunk.Columns) : DBNull.Value;
            insert.Parameters["$b"].Value = isRow ? JsonSerializer.Serialize(chunk.Cells) : chunk.Text;
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return document with { Id = id };

        long Header(IReadOnlyList<string> columns)
        {
            if (!headers.TryGetValue(columns, out var known))
            {
                using var header = Prepare(_connection, "INSERT INTO header(document, columns) VALUES($d, $c) RETURNING id", ("$d", id), ("$c", JsonSerializer.Serialize(columns)));
                headers.Add(columns, known = (long)header.ExecuteScalar()!);
            }

            return known;
        }
    }

    // A document that somebody posted is not taken over or removed by a folder, nor one of a folder changed behind the folder's back.
    private static void RequireSameKind(KnowledgeDocument same, string? origin)
    {
        InvalidRequestException.Require(same.Origin is null || origin is not null, "name", $"'{same.Name}' comes from the watched folder {same.Origin}; change the file there, or give this one another name");
        InvalidRequestException.Require(same.Origin is not null || origin is null, "name", $"'{same.Name}' was added by hand or over HTTP; remove document {same.Id} to have it from the watched folder, or rename the file");
    }

    // Files of earlier versions have no origins.
    private void AddOrigins()
    {
        using var transaction = _connection.BeginTransaction();
        using var has = Prepare(_connection, "SELECT COUNT(*) FROM pragma_table_info('document') WHERE name = 'origin'");
        if ((long)has.ExecuteScalar()! == 0)
        {
            Execute(_connection, "ALTER TABLE document ADD COLUMN origin TEXT");
        }

        transaction.Commit();
    }

    private static List<KnowledgeDocument> Documents(SqliteCommand command)
    {
        using var row = command.ExecuteReader();
        var documents = new List<KnowledgeDocument>();
        while (row.Read())
        {
            documents.Add(new KnowledgeDocument(
                row.GetInt64(0), row.GetString(1), row.GetString(2), Text(3), row.GetString(4), row.GetInt32(5), Text(6), Text(7)));
        }

        return documents;

        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = Prepare(connection, text);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    private T Guard<T>(Func<T> work) => Guard(_gate, work);

    private T GuardReading<T>(Func<T> work) => Guard(_readGate, work);

    private T Guard<T>(Lock gate, Func<T> work)
    {
        lock (gate)
        {
            try
            {
                return work();
            }
            catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26)
            {
                throw new InvalidDataException($"the knowledge file {_path} is damaged ({e.Message}); move it away and add the documents again", e);
            }
            catch (SqliteException e)
            {
                throw new IOException($"the knowledge file {_path} cannot be used: {e.Message}", e);
            }
        }
    }
}
