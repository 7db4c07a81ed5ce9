using System.Globalization;
using System.Net;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Cli.Bench;

/// <summary>
/// <c>ia bench http</c>: a node started as a process of its own, two MLPs behind <c>/v2/models/{m}/infer</c>, one client thread on the same
/// machine. Where Node.js is installed, a small inference server written for it runs the same models in the same run, slice by slice beside ours.
/// </summary>
internal static class HttpBench
{
    private const int Slices = 3;

    private static readonly int[] Connections = [1, 8, 32];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    /// <summary>Measures; takes about a minute, and twice that with the peer.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("ia-bench-http-").FullName;
        try
        {
            var models = BenchModel.SaveAll(Path.Combine(folder, "experts"));
            progress.Report("starting a node with the two models");
            using var node = ServerProcess.StartNode(folder);
            var address = await node.ListeningAsync(cancellationToken).ConfigureAwait(false);
            progress.Report("looking for a peer to run beside it");
            using var peers = await NodePeers.StartAsync(folder, models, cancellationToken).ConfigureAwait(false);
            var figures = new List<Figure>();
            foreach (var model in models)
            {
                // The compiler optimises what runs often; getting there is not what is measured.
                using (var client = new HttpLoad(address, model.Request(binary: false), Connections[^1]))
                {
                    client.Run(WarmUp, cancellationToken);
                }

                foreach (var form in (string[])["json", "binary"])
                {
                    foreach (var connections in Connections)
                    {
                        progress.Report($"{model.Name} {form}, {connections} connections");
                        figures.AddRange(Case(address, peers, model, form, connections, cancellationToken));
                    }
                }
            }

            progress.Report("the web server without a model");
            figures.AddRange(Connections.SelectMany(connections => Floor(address, connections, cancellationToken)));
            return figures;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<Figure> Case(
        IPEndPoint address, NodePeers peers, BenchModel model, string form, int connections, CancellationToken cancellationToken)
    {
        var request = model.Request(form == "binary");
        var others = form == "json" ? peers.All : [];
        var rates = Measure([address, .. others.Select(peer => peer.Address)], request, connections, cancellationToken);
        var ours = rates[0];
        var name = $"http/{model.Name}/{form}/c{connections}";
        var protocol = string.Create(
            CultureInfo.InvariantCulture,
            $"MLP {model.Shape}, 1 row a request of {request.Length:N0} bytes, own client with one thread and {connections} keep-alive connections on the node's {Environment.ProcessorCount} cores, {Slices} slices of {Slice.TotalSeconds:F0} s after {WarmUp.TotalSeconds:F0} s of warm-up, {ours.Requests:N0} requests{MachineLoad.Describe()}");
        var reference = form == "json" ? HttpReference.Of(model.Name, connections) : null;
        yield return new Figure($"{name}/rps", ours.PerSecond, "requests/s", protocol, reference?.Rates);
        yield return new Figure($"{name}/p50_ms", ours.Median, "ms", protocol, reference?.Medians);
        yield return new Figure($"{name}/p99_ms", ours.Percentile99, "ms", protocol, reference?.Percentiles);
        if (others.Count == 0)
        {
            yield break;
        }

        var measured = others.Select((peer, i) => (Rate: rates[i + 1], peer.What)).OrderByDescending(peer => peer.Rate.PerSecond).ToArray();
        var all = measured.Select(peer => string.Create(
            CultureInfo.InvariantCulture,
            $"{peer.What}, {peer.Rate.PerSecond:N0} requests/s, p50 {peer.Rate.Median:F2} ms, p99 {peer.Rate.Percentile99:F2} ms"));
        yield return new Figure(
            $"{name}/peer_ratio",
            ours.PerSecond / measured[0].Rate.PerSecond,
            "ratio",
            $"requests a second over those of the first, slice by slice in turn with the same client and requests: {string.Join("; ", all)}");
    }

    // What no model served by this web server on these cores can be faster than.
    private static IEnumerable<Figure> Floor(IPEndPoint address, int connections, CancellationToken cancellationToken)
    {
        var rate = Measure([address], "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), connections, cancellationToken)[0];
        var protocol = string.Create(
            CultureInfo.InvariantCulture,
            $"GET /v2/health/live of the same node with the same client, no body and no model: what the web server and the shared cores take, {Slices} slices of {Slice.TotalSeconds:F0} s, {rate.Requests:N0} requests{MachineLoad.Describe()}");
        var name = $"http/live/c{connections}";
        yield return new Figure($"{name}/rps", rate.PerSecond, "requests/s", protocol);
        yield return new Figure($"{name}/p50_ms", rate.Median, "ms", protocol);
        yield return new Figure($"{name}/p99_ms", rate.Percentile99, "ms", protocol);
    }

    // In turn, so that whatever else the machine does falls on all.
    private static HttpRate[] Measure(IReadOnlyList<IPEndPoint> servers, byte[] request, int connections, CancellationToken cancellationToken)
    {
        var clients = new List<HttpLoad>(servers.Count);
        try
        {
            foreach (var server in servers)
            {
                var client = new HttpLoad(server, request, connections);
                clients.Add(client);
                client.Run(WarmUp, cancellationToken);
                client.Take();
            }

            for (var i = 0; i < Slices; i++)
            {
                clients.ForEach(client => client.Run(Slice, cancellationToken));
            }

            return [.. clients.Select(client => client.Take())];
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }
}
