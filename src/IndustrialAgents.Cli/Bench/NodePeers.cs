using System.ComponentModel;
using System.Diagnostics;
using System.Net;

namespace IndustrialAgents.Cli.Bench;

/// <summary>Inference servers on Node.js with the official runtime's package, to run beside ours; none where Node.js or the package is not to be had.</summary>
internal sealed class NodePeers : IDisposable
{
    private const string Package = "onnxruntime-node@1.30.0";

    private const string Script = """
        const http = require('http'), cluster = require('cluster'), ort = require('onnxruntime-node');
        const [workers, port, ...files] = process.argv.slice(2);
        if (cluster.isPrimary && workers > 1) {
          let up = 0;
          cluster.on('listening', (_, address) => { if (++up == workers) console.log(`listening on http://127.0.0.1:${address.port}`); });
          for (let i = 0; i < workers; i++) cluster.fork();
        } else {
          const options = workers > 1 ? { intraOpNumThreads: 1, interOpNumThreads: 1 } : {};
          (async () => {
            const models = {};
            for (const pair of files) {
              const [name, file] = pair.split('=');
              models[name] = await ort.InferenceSession.create(file, options);
            }
            const server = http.createServer((request, response) => {
              const parts = [];
              request.on('data', part => parts.push(part));
              request.on('end', async () => {
                const input = JSON.parse(Buffer.concat(parts).toString()).inputs[0];
                const name = request.url.split('/')[3];
                const tensor = new ort.Tensor('float32', Float32Array.from(input.data), input.shape);
                const y = (await models[name].run({ [input.name]: tensor })).y;
                const body = JSON.stringify({ model_name: name, model_version: '1', outputs: [{ name: 'y', datatype: 'FP32', shape: y.dims, data: Array.from(y.data) }] });
                response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
                response.end(body);
              });
            });
            server.listen(Number(port), '127.0.0.1', () => { if (workers <= 1) console.log(`listening on http://127.0.0.1:${server.address().port}`); });
          })();
        }
        """;

    private readonly List<ServerProcess> _processes = [];
    private readonly List<(IPEndPoint Address, string What)> _all = [];

    private NodePeers()
    {
    }

    /// <summary>Where each listens, and what it is.</summary>
    public IReadOnlyList<(IPEndPoint Address, string What)> All => _all;

    /// <summary>Fetches the package by name and starts a single process and a cluster of two.</summary>
    public static async Task<NodePeers> StartAsync(string folder, IReadOnlyList<BenchModel> models, CancellationToken cancellationToken)
    {
        var peers = new NodePeers();
        try
        {
            var home = Directory.CreateDirectory(Path.Combine(folder, "peer")).FullName;
            if (!await InstallAsync(home, cancellationToken).ConfigureAwait(false))
            {
                return peers;
            }

            var script = Path.Combine(home, "peer.js");
            await File.WriteAllTextAsync(script, Script, cancellationToken).ConfigureAwait(false);
            var files = models.Select(model => $"{model.Name}={model.File}").ToArray();
            foreach (var (workers, what) in new[] { ("1", "Node http + onnxruntime-node 1.30.0, one process"), ("2", "Node http + onnxruntime-node 1.30.0, cluster of 2") })
            {
                var process = ServerProcess.StartScript(script, [workers, "0", .. files]);
                peers._processes.Add(process);
                peers._all.Add((await process.ListeningAsync(cancellationToken).ConfigureAwait(false), what));
            }

            return peers;
        }
        catch (Exception e) when (e is Win32Exception or IndustrialAgentsException)
        {
            // No Node.js here, or it cannot run the package: the bench goes on without peers and has no ratio to show.
            return peers;
        }
        catch
        {
            peers.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Dispose();
        }
    }

    private static async Task<bool> InstallAsync(string home, CancellationToken cancellationToken)
    {
        // Without scripts: the package's own would fetch CUDA, which is not measured here.
        var start = new ProcessStartInfo("npm", ["install", "--prefix", home, "--ignore-scripts", "--no-audit", "--no-fund", "--silent", Package])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Process.Start(start)!;
        var said = Task.WhenAll(npm.StandardOutput.ReadToEndAsync(cancellationToken), npm.StandardError.ReadToEndAsync(cancellationToken));
        await npm.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await said.ConfigureAwait(false);
        return npm.ExitCode == 0;
    }
}
