using System.Diagnostics;
using System.Globalization;

namespace IndustrialAgents.Silo.Bench;

/// <summary>A silo of <see cref="BenchSilo"/> in a process of its own, which ends with this object.</summary>
internal sealed class BenchSiloProcess : IDisposable
{
    /// <summary>What it prints before the port of its gateway.</summary>
    public const string Listening = "gateway on ";

    private readonly Process _process;

    private BenchSiloProcess(Process process) => _process = process;

    /// <summary>Starts this same program as a silo.</summary>
    /// <param name="folder">The folder with the benchmark's experts.</param>
    public static BenchSiloProcess Start(string folder)
    {
        var program = Environment.ProcessPath ?? throw new IndustrialAgentsException("this program's own file is not known");
        string[] own = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        var start = new ProcessStartInfo(program, [.. own, "bench", "silo", folder]) { RedirectStandardOutput = true };
        return new BenchSiloProcess(Process.Start(start)!);
    }

    /// <summary>The port of its gateway, once its experts are in its catalogue.</summary>
    /// <exception cref="IndustrialAgentsException">It ended.</exception>
    public async Task<int> ListeningAsync(CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                return int.Parse(line.AsSpan(Listening.Length), CultureInfo.InvariantCulture);
            }
        }

        throw new IndustrialAgentsException("the silo that is to be measured ended");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
