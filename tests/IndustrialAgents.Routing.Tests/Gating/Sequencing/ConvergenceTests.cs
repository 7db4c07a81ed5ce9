using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Routing.Tests.Gating.Sequencing;

public sealed class ConvergenceTests
{
    /// <summary>
    /// Any number of routers, any split of any feedback among them, merging at any time, losing any requests and replies, with the sequencer
    /// restarted from its bytes in between: in the end all have what one gate learns from the sequenced order.
    /// </summary>
    [Theory]
    [InlineData(100_000, 0.98)]
    [InlineData(100_000, 1)]
    [InlineData(5, 0.6)]
    public void Merge_AnySplitAndInterleaving_ConvergesToWhatOneGateLearns(int maxContexts, double forgetting) =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 5)), Arb.From(Step.ArrayOf()), (replicas, steps) =>
            Converges(replicas, steps, new RouterOptions { MaxContexts = maxContexts, Forgetting = forgetting }))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(200));

    private static Gen<(int Replica, int What, Observation Observation)> Step { get; } =
        from replica in Gen.Choose(0, 100)
        from what in Gen.Choose(0, 9)
        from observation in Observation.Any
        select (replica, what, observation);

    private static bool Converges(int count, (int Replica, int What, Observation Observation)[] steps, RouterOptions options)
    {
        var sequencer = new LossSequencer(options);
        var replicas = Enumerable.Range(0, count).Select(i => new Replica($"r{i}", options)).ToArray();
        var (given, sequenced) = (new List<Observation>(), new List<Observation>());
        foreach (var (which, what, observation) in steps)
        {
            var replica = replicas[which % count];
            if (what == 9)
            {
                sequencer = LossSequencer.FromBytes(sequencer.ToBytes(), options);
            }
            else if (what < 6)
            {
                given.Add(observation);
                replica.Gate.Learn(observation.Request, observation.Losses, given.Count);
            }
            else
            {
                Note(replica.Merge(sequencer, loseRequest: what == 6, loseReply: what == 7));
            }
        }

        // Each brings what is on its way and what waits behind it, then takes what the others brought.
        foreach (var replica in replicas.Concat(replicas).Concat(replicas))
        {
            Note(replica.Merge(sequencer));
        }

        var alone = new LossGate(options);
        sequenced.ForEach(observation => alone.Learn(observation.Request, observation.Losses, 1));
        return sequenced.Count == given.Count
            && sequencer.Watermark == given.Count
            && Array.TrueForAll(replicas, replica => Observation.AreSame(replica.Gate.Snapshot(), alone.Snapshot()));

        void Note(LossDelta? delta) => sequenced.AddRange(delta?.Positions.Select(position => given[(int)position - 1]) ?? []);
    }
}
