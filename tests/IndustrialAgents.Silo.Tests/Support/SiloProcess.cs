using System.Diagnostics;
using System.Net;
using System.Text;

namespace IndustrialAgents.Silo.Tests.Support;

/// <summary>The real <c>ia-silo</c>, as a process of its own.</summary>
internal sealed class SiloProcess : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "ia-silo.dll");

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly HttpClient _http = new();

    private SiloProcess(string name, int httpPort, int gatewayPort, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        (Name, GatewayPort, Url) = (name, gatewayPort, new Uri($"http://127.0.0.1:{httpPort}"));
        _process = new Process { StartInfo = Command(arguments, environment) };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int GatewayPort { get; }

    /// <summary>Address of its HTTP.</summary>
    public Uri Url { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>What it has printed.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts a silo of a plant with its data in PostgreSQL.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="plant">What all silos of the plant share.</param>
    /// <param name="settings">Further settings.</param>
    public static SiloProcess Start(string name, TestPlant plant, params string[] settings)
    {
        var (http, silo, gateway) = (FreePorts.Next(), FreePorts.Next(), FreePorts.Next());
        string[] all =
        [
            $"Silo:Name={name}", "Silo:Host=127.0.0.1", $"Silo:SiloPort={silo}", $"Silo:GatewayPort={gateway}", $"Silo:DataFolder={plant.Folder.Sub(name)}",
            $"Cluster:ContentStore={plant.Folder.Sub("content")}", $"Cluster:CacheFolder={plant.Folder.Sub(name)}/cache", "Http:Host=127.0.0.1", $"Http:Port={http}",
            "Http:DrainDelay=00:00:01", "Http:DrainTimeout=00:00:10", "Cluster:DrainTime=00:00:10", "Logging:LogLevel:Default=Warning", .. settings,
        ];
        return new SiloProcess(
            name,
            http,
            gateway,
            ["run", "--config", Path.Combine(AppContext.BaseDirectory, "silo-config", "plant.json"), .. all.SelectMany(setting => new[] { "--set", setting })],
            new Dictionary<string, string> { ["IA_STORAGE__CONNECTION"] = plant.Connection });
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Process.Start(Command(arguments, environment ?? new Dictionary<string, string>()))!;
        var said = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, string.Concat(said));
    }

    /// <summary>Waits until it takes requests.</summary>
    public async Task<SiloProcess> ReadyAsync()
    {
        while (!await IsReadyAsync())
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{Name} ended: {Said}");
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return this;
    }

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(Url, "/v2/health/ready"), TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Ends it as a power cut would: no handler runs.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks it to end, as a service manager does, and waits for it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> DrainAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _http.Dispose();
    }

    private static ProcessStartInfo Command(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }
}
