namespace IndustrialAgents;

/// <summary>What a task needs to know beyond its inputs. All are optional; an expert ignores what it does not use.</summary>
public sealed record RequestParameters
{
    /// <summary>Nothing set.</summary>
    public static RequestParameters Default { get; } = new();

    /// <summary>Forecast: number of samples to continue the series by.</summary>
    public int? Horizon { get; init; }

    /// <summary>Retrieve: number of passages.</summary>
    public int? Top { get; init; }

    /// <summary>Answer, generate, plan: the most tokens to write.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Answer, generate, plan: how the next token is chosen; null leaves it to the expert.</summary>
    public SamplingParameters? Sampling { get; init; }
}
