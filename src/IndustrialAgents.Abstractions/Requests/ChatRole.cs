namespace IndustrialAgents;

/// <summary>Who says a text in a conversation.</summary>
public enum ChatRole
{
    /// <summary>Who asks.</summary>
    User,

    /// <summary>Who sets the rules.</summary>
    System,

    /// <summary>The model.</summary>
    Assistant,
}
