using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IndustrialAgents.Silo.Configuration;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>What a silo is called and where others reach it.</summary>
internal static class SiloNames
{
    /// <summary>Its name: the configured one, or one of the machine's and the port.</summary>
    public static string Of(SiloSettings settings) =>
        settings.Silo.Name ?? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{settings.Silo.SiloPort}");

    /// <summary>The address that others reach it at.</summary>
    /// <exception cref="InvalidSettingException">There is none, or several to choose from.</exception>
    public static IPAddress Address(MemberSettings silo)
    {
        const string Field = "Silo:AdvertisedHost";
        if (silo.AdvertisedHost is not { } host)
        {
            return IPAddress.Any.Equals(silo.Address) || IPAddress.IPv6Any.Equals(silo.Address)
                ? throw new InvalidSettingException(Field, $"is missing; with {silo.Host} as Silo:Host, which is all addresses, say at which one the others reach this silo")
                : silo.Address;
        }

        try
        {
            var addresses = Dns.GetHostAddresses(host);
            return addresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new InvalidSettingException(Field, $"'{host}' has no address: {e.Message}; give a name that resolves here, or an IP address", e);
        }
    }
}
