using IndustrialAgents.Experts;

namespace IndustrialAgents.Silo.Bench;

/// <summary>An expert that answers at once: what its grain costs shows whole.</summary>
internal sealed class InstantModule : IExpertModule
{
    /// <summary>The name that its manifest uses.</summary>
    public const string Use = "bench-instant";

    /// <inheritdoc/>
    public void Register(ExpertCatalog catalog) => catalog.AddExpert(Use, (context, _) => new Instant(context.Manifest));

    private sealed class Instant(Manifest manifest) : IExpert
    {
        private readonly ExpertReply _reply = new(new ClassProbabilities(["leak", "wear", "normal"], new[] { 0.5, 0.3, 0.2 }));

        public Manifest Manifest { get; } = manifest;

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => new(_reply);
    }
}
