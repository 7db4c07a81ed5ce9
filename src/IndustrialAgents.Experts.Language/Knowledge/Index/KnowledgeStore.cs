using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// Documents and their chunks in one SQLite file. A document is added, replaced or removed in one transaction: after a crash it is there whole or not at
/// all. Any number of processes may open the file; one writes at a time. Thread-safe.
/// </summary>
public sealed class KnowledgeStore : IDisposable
{
    /// <summary>The tenant of a node that tells none apart.</summary>
    public const string DefaultTenant = "default";

    private const string Schema = """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON;
        CREATE TABLE IF NOT EXISTS document(id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, name TEXT NOT NULL, asset TEXT, sha256 TEXT NOT NULL, chunks INTEGER NOT NULL, encoding TEXT, UNIQUE(tenant, name));
        CREATE TABLE IF NOT EXISTS header(id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE, columns TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS header_document ON header(document);
        CREATE TABLE IF NOT EXISTS chunk(document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL, heading TEXT NOT NULL, place TEXT NOT NULL, header INTEGER, body TEXT NOT NULL, PRIMARY KEY(document, ordinal)) WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly ReadingLimits _limits;
    private readonly string _path;

    private KnowledgeStore(SqliteConnection connection, string path, ReadingLimits limits) => (_connection, _path, _limits) = (connection, path, limits);

    /// <summary>Opens a file, making it where it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The largest document; null for the defaults.</param>
    /// <exception cref="InvalidDataException">The file is damaged or no knowledge file.</exception>
    public static KnowledgeStore Open(string path, ReadingLimits? limits = null)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = full, Pooling = false }.ToString());
        var store = new KnowledgeStore(connection, full, limits ?? new ReadingLimits());
        try
        {
            store.Guard(() =>
            {
                connection.Open();
                using var command = Command(Schema);
                command.ExecuteNonQuery();
                return true;
            });
            return store;
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        SqliteCommand Command(string text) => new(text, connection);
    }

    /// <summary>Adds a document, or replaces the one of its tenant and name. One that is there unchanged is left as it is.</summary>
    /// <exception cref="InvalidRequestException">It cannot be read or is beyond a limit, or a name is missing.</exception>
    public KnowledgeDocument Add(string tenant, string name, byte[] bytes, AssetPath? asset = null)
    {
        InvalidRequestException.Require(!string.IsNullOrWhiteSpace(tenant) && tenant.Length <= 128, "tenant", "is empty or longer than 128 characters; name whose document it is");
        InvalidRequestException.Require(!string.IsNullOrWhiteSpace(name) && name.Length <= 512, "name", "is empty or longer than 512 characters; give the document's file name");
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (List(tenant).FirstOrDefault(document => document.Name == name) is { } same && same.Sha256 == hash && same.Asset == asset?.ToString())
        {
            return same;
        }

        var read = DocumentReader.Read(name, bytes, _limits);
        var chunks = Chunker.Split(read.Blocks).ToList();
        return Guard(() => Write(new KnowledgeDocument(0, tenant, name, asset?.ToString(), hash, chunks.Count, read.Encoding), chunks));
    }

    /// <summary>A tenant's documents by name; those of all where it is null.</summary>
    public IReadOnlyList<KnowledgeDocument> List(string? tenant = null) => Guard(() =>
    {
        using var command = Prepare("SELECT id, tenant, name, asset, sha256, chunks, encoding FROM document WHERE $t IS NULL OR tenant = $t ORDER BY tenant, name", ("$t", tenant));
        using var row = command.ExecuteReader();
        var documents = new List<KnowledgeDocument>();
        while (row.Read())
        {
            documents.Add(new KnowledgeDocument(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4), row.GetInt32(5), row.IsDBNull(6) ? null : row.GetString(6)));
        }

        return documents;
    });

    /// <summary>Removes a tenant's document; false where the tenant has none of that id.</summary>
    public bool Remove(string tenant, long id) => Guard(() =>
    {
        using var command = Prepare("DELETE FROM document WHERE id = $id AND tenant = $t", ("$id", id), ("$t", tenant));
        return command.ExecuteNonQuery() > 0;
    });

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>The chunks of a document, in order; none where it is gone.</summary>
    internal List<Chunk> Chunks(long document) => Guard(() =>
    {
        var headers = new Dictionary<long, string[]>();
        using var headerCommand = Prepare("SELECT id, columns FROM header WHERE document = $d", ("$d", document));
        using (var row = headerCommand.ExecuteReader())
        {
            while (row.Read())
            {
                headers[row.GetInt64(0)] = JsonSerializer.Deserialize<string[]>(row.GetString(1))!;
            }
        }

        using var command = Prepare("SELECT heading, place, header, body FROM chunk WHERE document = $d ORDER BY ordinal", ("$d", document));
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
        using (var old = Prepare("DELETE FROM document WHERE tenant = $t AND name = $n", ("$t", document.Tenant), ("$n", document.Name)))
        {
            old.ExecuteNonQuery();
        }

        using var add = Prepare(
            "INSERT INTO document(tenant, name, asset, sha256, chunks, encoding) VALUES($t, $n, $a, $h, $c, $e) RETURNING id",
            ("$t", document.Tenant), ("$n", document.Name), ("$a", document.Asset), ("$h", document.Sha256), ("$c", document.Chunks), ("$e", document.Encoding));
        var id = (long)add.ExecuteScalar()!;
        var headers = new Dictionary<IReadOnlyList<string>, long>(ReferenceEqualityComparer.Instance);
        using var insert = Prepare("INSERT INTO chunk VALUES($d, $o, $h, $p, $c, $b)", ("$d", id), ("$o", 0), ("$h", ""), ("$p", ""), ("$c", null), ("$b", ""));
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
                using var header = Prepare("INSERT INTO header(document, columns) VALUES($d, $c) RETURNING id", ("$d", id), ("$c", JsonSerializer.Serialize(columns)));
                headers.Add(columns, known = (long)header.ExecuteScalar()!);
            }

            return known;
        }
    }

    private SqliteCommand Prepare(string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    private T Guard<T>(Func<T> work)
    {
        lock (_gate)
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
