namespace IndustrialAgents.Routing;

/// <summary>The exchangeable stages of a <see cref="Router"/>; recording is its <see cref="IDecisionStore"/>. Null takes the default one.</summary>
public sealed record RouterStages
{
    /// <summary>Which experts could answer; <see cref="CandidateSelector"/>.</summary>
    public ICandidateSelector? Candidates { get; init; }

    /// <summary>Which of them should; <see cref="LossGate"/>.</summary>
    public IGate? Gate { get; init; }

    /// <summary>How they are run; <see cref="ConcurrentExecutor"/>.</summary>
    public IExpertExecutor? Executor { get; init; }

    /// <summary>How their outputs become one; <see cref="OutputMerger"/>.</summary>
    public IMerger? Merger { get; init; }
}
