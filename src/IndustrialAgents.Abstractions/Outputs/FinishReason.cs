namespace IndustrialAgents;

/// <summary>Why a generated text ends.</summary>
public enum FinishReason
{
    /// <summary>The model ended it.</summary>
    Stop,

    /// <summary>The limit on tokens was reached.</summary>
    Length,
}
