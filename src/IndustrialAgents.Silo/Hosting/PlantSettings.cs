using IndustrialAgents.Orleans;
using IndustrialAgents.Silo.Configuration;
using Microsoft.Extensions.Configuration;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>Section <c>Cluster</c>: the options of the plant's grains.</summary>
internal static class PlantSettings
{
    /// <summary>Reads and checks it.</summary>
    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    public static ClusterOptions Read(IConfiguration section)
    {
        var options = SettingsReader.Bind<ClusterOptions>(section);
        if (new ClusterOptionsValidator().Validate(null, options) is { Failed: true } result)
        {
            var (setting, message) = result.Failures!.First().Split(": ", 2) is [var first, var rest] ? (first, rest) : (ClusterHosting.Section, result.FailureMessage!);
            throw new InvalidSettingException(setting, message);
        }

        return options;
    }
}
