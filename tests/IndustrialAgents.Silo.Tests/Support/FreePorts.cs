using System.Net;
using System.Net.Sockets;

namespace IndustrialAgents.Silo.Tests.Support;

/// <summary>TCP ports of loopback that nobody uses. Tests of this assembly never get the same one twice.</summary>
internal static class FreePorts
{
    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        lock (Given)
        {
            while (true)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port))
                {
                    return port;
                }
            }
        }
    }
}
