using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IndustrialAgents.Cli.Bench;

/// <summary>
/// A load client in one thread: on every connection it sends the same bytes, waits for the whole response, and sends again. Two system calls a
/// request and one for all that are ready, so that it takes little from the server beside it.
/// </summary>
internal sealed class HttpLoad : IDisposable
{
    private const int InChunks = int.MaxValue;

    private readonly Socket[] _sockets;
    private readonly byte[] _request;
    private readonly byte[] _buffer = new byte[256 << 10];
    private readonly int[] _received;
    private readonly int[] _expected;
    private readonly long[] _sent;
    private readonly List<long> _times = new(1 << 20);
    private readonly List<Socket> _ready = [];
    private readonly Dictionary<Socket, int> _index = [];
    private TimeSpan _measured;

    /// <summary>Connects.</summary>
    /// <param name="address">The server.</param>
    /// <param name="request">A whole request, headers included.</param>
    /// <param name="connections">Connections, kept alive.</param>
    public HttpLoad(IPEndPoint address, byte[] request, int connections)
    {
        _request = request;
        _sockets = new Socket[connections];
        _received = new int[connections];
        _expected = new int[connections];
        _sent = new long[connections];
        for (var i = 0; i < connections; i++)
        {
            _sockets[i] = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets[i].Connect(address);
            _index[_sockets[i]] = i;
        }
    }

    /// <summary>What was measured since the start, or since this was last asked.</summary>
    public HttpRate Take()
    {
        _times.Sort();
        var rate = new HttpRate(_times.Count, _times.Count / Math.Max(_measured.TotalSeconds, double.Epsilon), Percentile(0.5), Percentile(0.99));
        _times.Clear();
        _measured = TimeSpan.Zero;
        return rate;
    }

    /// <summary>Sends for a time and measures; may be called again.</summary>
    /// <exception cref="IndustrialAgentsException">The server answered with anything but 200, or hung up.</exception>
    public void Run(TimeSpan time, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(time.TotalSeconds * Stopwatch.Frequency);
        for (var i = 0; i < _sockets.Length; i++)
        {
            Send(i);
        }

        var waiting = _sockets.Length;
        var last = start;
        while (waiting > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_sockets.Length == 1)
            {
                waiting -= Receive(0, end, ref last);
                continue;
            }

            _ready.Clear();
            for (var i = 0; i < _sockets.Length; i++)
            {
                if (_sent[i] != 0)
                {
                    _ready.Add(_sockets[i]);
                }
            }

            Socket.Select(_ready, null, null, TimeSpan.FromSeconds(30));
            if (_ready.Count == 0)
            {
                throw new IndustrialAgentsException("the server did not answer within 30 s");
            }

            foreach (var socket in _ready)
            {
                waiting -= Receive(_index[socket], end, ref last);
            }
        }

        _measured += Stopwatch.GetElapsedTime(start, last);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket?.Dispose();
        }
    }

    private void Send(int i)
    {
        _sent[i] = Stopwatch.GetTimestamp();
        _received[i] = 0;
        _expected[i] = 0;
        for (var sent = 0; sent < _request.Length;)
        {
            sent += _sockets[i].Send(_request.AsSpan(sent));
        }
    }

    /// <summary>Takes what has come; returns 1 where the connection is done.</summary>
    private int Receive(int i, long end, ref long last)
    {
        var count = _sockets[i].Receive(_buffer);
        if (count == 0)
        {
            throw new IndustrialAgentsException("the server hung up");
        }

        if (_received[i] == 0)
        {
            // Headers come in the first packet: they are short, and servers write them before the body.
            _expected[i] = ReadLength(_buffer.AsSpan(0, count));
        }

        _received[i] += count;
        if (_expected[i] == InChunks ? !_buffer.AsSpan(0, count).EndsWith("0\r\n\r\n"u8) : _received[i] < _expected[i])
        {
            return 0;
        }

        var now = Stopwatch.GetTimestamp();
        _times.Add(now - _sent[i]);
        last = now;
        if (now < end)
        {
            Send(i);
            return 0;
        }

        _sent[i] = 0;
        return 1;
    }

    private static int ReadLength(ReadOnlySpan<byte> response)
    {
        // An answer in chunks is over with its last one.
        if (response.StartsWith("HTTP/1.1 200"u8) && response.IndexOf("\r\nTransfer-Encoding: chunked\r\n"u8) > 0)
        {
            return InChunks;
        }

        var head = response.IndexOf("\r\n\r\n"u8);
        var field = response.IndexOf("\r\nContent-Length: "u8);
        if (!response.StartsWith("HTTP/1.1 200"u8) || head < 0 || field < 0
            || !Utf8Parser.TryParse(response[(field + "\r\nContent-Length: ".Length)..], out int length, out _))
        {
            throw new IndustrialAgentsException($"the server answered: {System.Text.Encoding.UTF8.GetString(response[..Math.Min(response.Length, 300)])}");
        }

        return head + 4 + length;
    }

    private double Percentile(double part) =>
        _times.Count == 0 ? 0 : _times[Math.Min(_times.Count - 1, (int)(_times.Count * part))] * 1000.0 / Stopwatch.Frequency;
}
