using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IndustrialAgents.Tests.Postgres;

/// <summary>
/// A PostgreSQL server of a test's own: a new cluster in a temporary folder, on a free loopback port, with fsync on. It can be killed as by a
/// power loss of its processes, and started again. The user is <c>ia</c>, without a password. Not thread-safe.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"ia-pg-{Guid.NewGuid():n}");
    private Process? _process;
    private int _databases;

    private PostgresServer() => AppDomain.CurrentDomain.ProcessExit += OnExit;

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a cluster and starts it.</summary>
    /// <exception cref="InvalidOperationException">It does not start, or <see cref="PostgresBinaries.Missing"/> says why it cannot.</exception>
    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken)
    {
        if (PostgresBinaries.Missing is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        var server = new PostgresServer();
        Directory.CreateDirectory(server._folder);
        if (PostgresBinaries.IsRoot)
        {
            await RunAsync("chown", ["postgres", server._folder], cancellationToken);
        }

        await server.RunProgramAsync("initdb", ["-D", server.Data, "-U", "ia", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"], cancellationToken);
        server.Port = FreePort();
        await server.StartAgainAsync(cancellationToken);
        return server;
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await RunProgramAsync("createdb", ["-h", "127.0.0.1", "-p", Text(Port), "-U", "ia", name], cancellationToken);
        return ConnectionString(name);
    }

    /// <summary>Connection string of a database.</summary>
    public string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Database={database};Username=ia;GSS Encryption Mode=Disable;SSL Mode=Disable");

    /// <summary>Ends all its processes at once, as by <c>kill -9</c>.</summary>
    public void Kill()
    {
        var main = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var all = ChildrenOf(main).Prepend(main).Select(Find).OfType<Process>().ToList();
        foreach (var process in all)
        {
            using (process)
            {
                process.Kill();
                process.WaitForExit(Patience);
            }
        }

        _process!.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it after <see cref="Kill"/>, on the same port; returns once it takes connections.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        var command = Command("postgres", [
            "-D", Data, "-p", Text(Port), "-k", _folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=on", "-c", "max_connections=200", "-c", "shared_buffers=64MB",
        ]);
        _process = Process.Start(command)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var waited = Stopwatch.StartNew();
        while (await ExitCodeAsync(Command("pg_isready", ["-h", "127.0.0.1", "-p", Text(Port), "-q"]), cancellationToken) != 0)
        {
            if (_process.HasExited || waited.Elapsed > Patience)
            {
                throw new InvalidOperationException($"PostgreSQL did not start on port {Port} within {waited.Elapsed}");
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        Stop();
        return ValueTask.CompletedTask;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static ProcessStartInfo Command(string program, IEnumerable<string> arguments)
    {
        var path = Path.Combine(PostgresBinaries.Folder!, program);
        return PostgresBinaries.IsRoot
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" }
            : new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        await process.WaitForExitAsync(cancellationToken);
    }

    private static async Task<int> ExitCodeAsync(ProcessStartInfo command, CancellationToken cancellationToken)
    {
        using var process = Process.Start(command)!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    // The fourth field of /proc/<pid>/stat, behind the name in parentheses and the state.
    private static List<int> ChildrenOf(int parent) => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
        .Where(pid => pid > 0 && ParentOf(pid) == parent)
        .ToList();

    private static int ParentOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static Process? Find(int pid)
    {
        try
        {
            return Process.GetProcessById(pid);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private async Task RunProgramAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Command(program, arguments))!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} in {_folder} ended with {process.ExitCode}: {string.Concat(output)}");
        }
    }

    private void OnExit(object? sender, EventArgs e) => Stop();

    private void Stop()
    {
        if (_process is not null && !_process.HasExited)
        {
            Kill();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
