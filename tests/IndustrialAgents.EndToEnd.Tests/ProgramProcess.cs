using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace IndustrialAgents.EndToEnd.Tests;

/// <summary>The real <c>ia</c>, as a process of its own.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "ia.dll");

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly SemaphoreSlim _news = new(0);

    private ProgramProcess(ProcessStartInfo start, IReadOnlyDictionary<string, string?>? environment)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.Exited += (_, _) => _news.Release();
        _process.OutputDataReceived += (_, e) => Append(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Append(_errors, e.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has printed so far.</summary>
    public string Output => Read(_output);

    /// <summary>What it has printed to standard error so far.</summary>
    public string Errors => Read(_errors);

    /// <summary>Number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts it.</summary>
    public static ProgramProcess Start(string[] arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        new(new ProcessStartInfo("dotnet", [Program, .. arguments]), environment);

    /// <summary>Starts it so that a write beyond <see cref="LimitFileSizeAsync"/> fails, as on a full disk, and does not end it (SIGXFSZ).</summary>
    public static ProgramProcess StartWithFileSizeLimit(string[] arguments) =>
        new(new ProcessStartInfo("bash", ["-c", "trap '' XFSZ; exec dotnet \"$@\"", "bash", Program, .. arguments]), null);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string[] arguments, CancellationToken cancellationToken, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var process = Start(arguments, environment);
        var exitCode = await process.WaitAsync(cancellationToken);
        return (exitCode, process.Output, process.Errors);
    }

    /// <summary>Waits until it has printed something; one waiter at a time.</summary>
    /// <exception cref="InvalidOperationException">It ended without printing it.</exception>
    public async Task<Match> WaitForAsync(Regex pattern, CancellationToken cancellationToken)
    {
        while (true)
        {
            var exited = _process.HasExited;
            var match = pattern.Match(Output);
            if (match.Success)
            {
                return match;
            }

            if (exited)
            {
                throw new InvalidOperationException($"the process ended without printing {pattern}: {Output}{Errors}");
            }

            await _news.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it as a power cut would: SIGKILL, no handler runs.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Asks it to end, as a service manager does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Lets no file of it grow beyond a size from now on; null lifts the limit.</summary>
    public async Task LimitFileSizeAsync(long? bytes, CancellationToken cancellationToken)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{_process.Id}", $"--fsize={(bytes is { } most ? $"{most}" : "unlimited")}:"]);
        await limit.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, limit.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _news.Dispose();
    }

    private void Append(StringBuilder to, string? line)
    {
        if (line is not null)
        {
            lock (to)
            {
                to.AppendLine(line);
            }

            _news.Release();
        }
    }

    private static string Read(StringBuilder from)
    {
        lock (from)
        {
            return from.ToString();
        }
    }
}
