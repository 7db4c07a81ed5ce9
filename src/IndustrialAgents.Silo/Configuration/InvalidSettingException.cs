namespace IndustrialAgents.Silo.Configuration;

/// <summary>A setting of the configuration is wrong.</summary>
/// <param name="setting">Its name, <c>Section:Field</c>.</param>
/// <param name="message">What is wrong with its value and what would be right.</param>
internal sealed class InvalidSettingException(string setting, string message, Exception? innerException = null)
    : IndustrialAgentsException($"{setting}: {message}", innerException)
{
    /// <summary>Its name.</summary>
    public string Setting { get; } = setting;

    /// <summary>Throws unless a condition on a setting holds.</summary>
    public static void Require(bool holds, string setting, string message)
    {
        if (!holds)
        {
            throw new InvalidSettingException(setting, message);
        }
    }
}
