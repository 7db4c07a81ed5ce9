using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IndustrialAgents.Silo.Configuration;
using Orleans.Connections.Security;

namespace IndustrialAgents.Silo.Security;

/// <summary>The certificates of a silo, and how it judges those of others. Thread-safe.</summary>
internal sealed class SiloCertificates : IDisposable
{
    private readonly TlsSettings _settings;
    private readonly X509Certificate2Collection _authorities = [];

    private SiloCertificates(TlsSettings settings, X509Certificate2 own)
    {
        _settings = settings;
        Own = own;
        if (settings.Authorities is not null)
        {
            _authorities.ImportFromPemFile(settings.Authorities);
        }
    }

    /// <summary>The silo's own certificate with its key.</summary>
    public X509Certificate2 Own { get; }

    /// <summary>Reads the files; null where TLS is not used.</summary>
    /// <exception cref="InvalidSettingException">A file is not what it should be.</exception>
    public static SiloCertificates? Load(TlsSettings settings)
    {
        if (!settings.IsUsed)
        {
            return null;
        }

        try
        {
            var own = X509Certificate2.CreateFromPemFile(settings.Certificate!, settings.Key);
            return new SiloCertificates(settings, own);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingException("Tls:Certificate", $"{settings.Certificate}, {settings.Key} or {settings.Authorities} cannot be used: {e.Message}; each is a PEM file", e);
        }
    }

    /// <summary>Sets TLS up for a silo's ports, or for a client of them.</summary>
    public void Configure(TlsOptions options)
    {
        options.LocalCertificate = Own;
        options.RemoteCertificateMode = _settings.Mutual ? RemoteCertificateMode.RequireCertificate : RemoteCertificateMode.AllowCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.LocalClientCertificateSelector = (_, _, _, _, _) => Own;
        options.RemoteCertificateValidation = IsBelieved;
        options.OnAuthenticateAsClient = (_, authentication) =>
        {
            authentication.TargetHost = _settings.SiloName!;
            var ssl = (SslClientAuthenticationOptions)authentication.SslClientAuthenticationOptions;
            ssl.CertificateChainPolicy = Policy();
        };
        options.OnAuthenticateAsServer = (_, authentication) =>
        {
            var ssl = (SslServerAuthenticationOptions)authentication.SslServerAuthenticationOptions;
            ssl.ClientCertificateRequired = _settings.Mutual;
            ssl.CertificateChainPolicy = Policy();
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Own.Dispose();
        foreach (var authority in _authorities)
        {
            authority.Dispose();
        }
    }

    // The chain was built with the policy below and, for a server, held against its name; here is only whether that went well.
    private static bool IsBelieved(X509Certificate2 certificate, X509Chain chain, SslPolicyErrors errors) => errors == SslPolicyErrors.None;

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (_authorities.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_authorities);
        }

        return policy;
    }
}
