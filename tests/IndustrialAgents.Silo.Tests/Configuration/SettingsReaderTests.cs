using IndustrialAgents.Silo.Configuration;
using IndustrialAgents.Silo.Hosting;
using IndustrialAgents.Silo.Tests.Support;

namespace IndustrialAgents.Silo.Tests.Configuration;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-silo-settings-");

    [Theory]
    [InlineData("dev", "Sqlite", "Silo")]
    [InlineData("plant", "PostgreSql", "Silo")]
    [InlineData("gpu", "PostgreSql", "Silo")]
    [InlineData("edge", "PostgreSql", "Gateway")]
    public void Read_DeliveredConfiguration_IsValidOnceSecretsAreGiven(string name, string storage, string role)
    {
        var settings = Read(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "silo-config", name + ".json")), "Storage:Connection=Host=db;Database=plant", "Silo:TrustNetwork=true");
        settings.Validate();
        Assert.Equal(storage, settings.Storage.Kind.ToString());
        Assert.Equal(role, settings.Silo.Role.ToString());
    }

    [Fact]
    public void Read_FileEnvironmentAndCommandLine_TheLaterGoOverTheEarlier()
    {
        const string Json = """{ "Silo": { "SiloPort": 1, "GatewayPort": 2, "Name": "file" } }""";
        using var one = new TemporaryVariable("IA_SILO__GATEWAYPORT", "3");
        using var two = new TemporaryVariable("IA_SILO__NAME", "environment");
        var settings = Read(Json, "Silo:Name=line");
        Assert.Equal((1, 3, "line"), (settings.Silo.SiloPort, settings.Silo.GatewayPort, settings.Silo.Name));
    }

    [Theory]
    [InlineData("""{ "Silo": { "SiloPrt": 1 } }""", "Silo:SiloPrt: is not known; the section has Role, Name")]
    [InlineData("""{ "Siloo": { "SiloPort": 1 } }""", "Siloo: is no section; there are Silo, Storage")]
    [InlineData("""{ "Silo": { "SiloPort": "many" } }""", "Silo:SiloPort")]
    [InlineData("""{ "Storage": { "Kind": "Oracle" } }""", "Storage:Kind")]
    [InlineData("""{ "Silo": """, "is no JSON of settings")]
    public void Read_WhatIsWrong_IsNamed(string json, string message)
    {
        var error = Assert.Throws<InvalidSettingException>(() => Read(json));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownVariableOfTheEnvironment_IsNamed()
    {
        using var misspelt = new TemporaryVariable("IA_HTTP__PROT", "8081");
        var error = Assert.Throws<InvalidSettingException>(() => Read("{}"));
        Assert.Contains("HTTP:PROT: is not known", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("Port=1")]
    [InlineData("=1")]
    public void Read_OverrideThatIsNoSetting_SaysHowToWriteIt(string setting)
    {
        var error = Assert.Throws<InvalidSettingException>(() => Read("{}", setting));
        Assert.Contains("Http:Port=8081", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_SaysSo()
    {
        var error = Assert.Throws<InvalidSettingException>(() => SettingsReader.Read("/nowhere/silo.json", [], ClusterHosting.Sections));
        Assert.Contains("'/nowhere/silo.json' does not exist", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SiloSettings Read(string json, params string[] overrides)
    {
        var file = Path.Combine(_folder.FullName, "silo.json");
        File.WriteAllText(file, json);
        return SettingsReader.Bind<SiloSettings>(SettingsReader.Read(file, overrides, ClusterHosting.Sections));
    }
}
