namespace IndustrialAgents.Gateway;

/// <summary>A gateway was given an option that it cannot work with.</summary>
/// <param name="field">The option.</param>
/// <param name="message">What is wrong with it and what would be right.</param>
public sealed class InvalidGatewayOptionsException(string field, string message) : IndustrialAgentsException($"{field}: {message}")
{
    /// <summary>The option, a property of <see cref="GatewayOptions"/>.</summary>
    public string Field { get; } = field;
}
