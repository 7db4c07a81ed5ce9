using IndustrialAgents.Experts;

namespace IndustrialAgents.Orleans.Tests.Support;

/// <summary>Experts in code: <c>teller</c> says which silo it runs on, <c>voter</c> gives a class a probability, <c>failing</c> fails.</summary>
internal sealed class TestModule(string silo, Probe probe) : IExpertModule
{
    public void Register(ExpertCatalog catalog)
    {
        catalog.AddExpert("teller", (context, _) => new TestExpert(context.Manifest, silo, probe, () => new GeneratedText(silo, FinishReason.Stop)));
        catalog.AddExpert("voter", (context, _) => new TestExpert(context.Manifest, silo, probe, Vote(context.Options.Read<VoterOptions>().Ok)));
        catalog.AddExpert("failing", (context, _) => new TestExpert(
            context.Manifest, silo, probe, () => throw new ExpertFailedException(context.Manifest.Id, "is made to fail")));
    }

    private static Func<ExpertOutput> Vote(double ok) => () => new ClassProbabilities(["ok", "worn"], new[] { ok, 1 - ok });

    private sealed record VoterOptions
    {
        public double Ok { get; init; } = 0.5;
    }

    private sealed class TestExpert(Manifest manifest, string silo, Probe probe, Func<ExpertOutput> answer) : IExpert
    {
        public Manifest Manifest => manifest;

        public async ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken)
        {
            await probe.EnterAsync(manifest.Name, silo, cancellationToken);
            return new ExpertReply(answer());
        }
    }
}
