using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace IndustrialAgents.Cli.Bench;

/// <summary>A server in a process of its own, which ends with this object.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<IPEndPoint> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _said = new();

    private ServerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new IndustrialAgentsException($"{start.FileName} ended: {Said()}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts <c>ia serve</c> with this same program.</summary>
    /// <param name="home">The node's folder.</param>
    public static ServerProcess StartNode(string home)
    {
        var program = Environment.ProcessPath ?? throw new IndustrialAgentsException("this program's own file is not known");
        var start = new ProcessStartInfo(program);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (var argument in (string[])["serve", "--home", home, "--port", "0"])
        {
            start.ArgumentList.Add(argument);
        }

        return new ServerProcess(start);
    }

    /// <summary>Starts a script of Node.js.</summary>
    public static ServerProcess StartScript(string script, params string[] arguments) =>
        new(new ProcessStartInfo("node", [script, .. arguments]));

    /// <summary>Waits until the server says where it listens.</summary>
    /// <exception cref="IndustrialAgentsException">It ended, or said nothing within a minute.</exception>
    public async Task<IPEndPoint> ListeningAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _listening.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new IndustrialAgentsException($"{_process.StartInfo.FileName} did not say within a minute where it listens; it said: {Said()}", e);
        }
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

    [GeneratedRegex(@"listening on http://([0-9.]+):(\d+)")]
    private static partial Regex Listening();

    private void Hear(string? line)
    {
        const int Kept = 5;
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > Kept)
            {
                _said.Dequeue();
            }
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(IPEndPoint.Parse($"{match.Groups[1].Value}:{match.Groups[2].Value}"));
        }
    }

    private string Said()
    {
        lock (_said)
        {
            return string.Join(" | ", _said);
        }
    }
}
