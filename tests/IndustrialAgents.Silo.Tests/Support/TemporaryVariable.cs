namespace IndustrialAgents.Silo.Tests.Support;

/// <summary>An environment variable that has a value until this is disposed.</summary>
internal sealed class TemporaryVariable : IDisposable
{
    private readonly string _name;
    private readonly string? _before;

    public TemporaryVariable(string name, string value)
    {
        (_name, _before) = (name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
}
