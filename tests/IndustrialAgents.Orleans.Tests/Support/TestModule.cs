using System.Runtime.CompilerServices;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Orleans.Tests.Support;

/// <summary>Experts in code: <c>teller</c> says which silo it runs on, <c>voter</c> gives a class a probability, <c>failing</c> fails, <c>speller</c> says its silo letter by letter and waits after the first.</summary>
internal sealed class TestModule(string silo, Probe probe) : IExpertModule
{
    public void Register(ExpertCatalog catalog)
    {
        catalog.AddExpert("teller", (context, _) => new TestExpert(context.Manifest, silo, probe, () => new GeneratedText(silo, FinishReason.Stop)));
        catalog.AddExpert("voter", (context, _) => new TestExpert(context.Manifest, silo, probe, Vote(context.Options.Read<VoterOptions>().Ok)));
        catalog.AddExpert("speller", (context, _) => new Speller(context.Manifest, silo, probe, context.Options.Read<SpellerOptions>()));
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

    private sealed record SpellerOptions
    {
        /// <summary>After how many letters it is not there any more; null for never.</summary>
        public int? GoneAfter { get; init; }
    }

    private sealed class Speller(Manifest manifest, string silo, Probe probe, SpellerOptions options) : IStreamingExpert
    {
        public Manifest Manifest => manifest;

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => new(new ExpertReply(new GeneratedText(silo, FinishReason.Stop)));

        public async IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var i = 0; i < silo.Length; i++)
            {
                if (i == options.GoneAfter)
                {
                    throw new UnavailableException($"{silo} is gone");
                }

                yield return new ExpertUpdate(silo[i..(i + 1)]);
                if (i == 0)
                {
                    await probe.EnterAsync(manifest.Name, silo, cancellationToken);
                }
            }

            yield return new ExpertUpdate("", new ExpertReply(new GeneratedText(silo, FinishReason.Stop)) { Cost = 3 });
        }
    }
}
