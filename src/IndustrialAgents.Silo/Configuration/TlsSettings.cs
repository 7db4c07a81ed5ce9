namespace IndustrialAgents.Silo.Configuration;

/// <summary>Section <c>Tls</c>: certificates, as PEM files. Where none is named, no port uses TLS.</summary>
internal sealed class TlsSettings
{
    /// <summary>File with this silo's certificate, followed by the chain's.</summary>
    public string? Certificate { get; init; }

    /// <summary>File with its private key.</summary>
    public string? Key { get; init; }

    /// <summary>File with the certificates of the authorities whose certificates are believed; null for the machine's own.</summary>
    public string? Authorities { get; init; }

    /// <summary>Whether silos and Orleans clients must show a certificate too.</summary>
    public bool Mutual { get; init; } = true;

    /// <summary>The name that certificates of silos are issued to, checked by whoever connects.</summary>
    public string? SiloName { get; init; }

    /// <summary>Whether HTTP uses the certificate too.</summary>
    public bool Http { get; init; } = true;

    /// <summary>Whether TLS is used.</summary>
    public bool IsUsed => Certificate is not null;

    /// <summary>Throws unless the settings make sense.</summary>
    /// <exception cref="InvalidSettingException">One is wrong.</exception>
    public void Validate()
    {
        RequireFile(Certificate, nameof(Certificate));
        RequireFile(Key, nameof(Key));
        RequireFile(Authorities, nameof(Authorities));
        Require((Certificate is null) == (Key is null), Certificate is null ? nameof(Certificate) : nameof(Key), "is missing; certificate and key belong together");
        Require(!IsUsed || !string.IsNullOrWhiteSpace(SiloName), nameof(SiloName), "is missing; give the name that the silos' certificates are issued to (a subject alternative name of all of them)");
    }

    private static void RequireFile(string? path, string field) =>
        Require(path is null || File.Exists(path), field, $"'{path}' does not exist; name a PEM file");

    private static void Require(bool holds, string field, string message) => InvalidSettingException.Require(holds, $"Tls:{field}", message);
}
