using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans.Placement;

/// <summary>
/// Chooses the silo for a request to an expert: of those that the expert fits on best, this one unless it is busier by a margin, else the less
/// busy of two at random (the power of two choices: Mitzenmacher 2001, "The power of two choices in randomized load balancing", IEEE Transactions
/// on Parallel and Distributed Systems 12(10)). Thread-safe.
/// </summary>
internal sealed class ExpertPlacer(ILocalSiloDetails local, SiloTable silos, Experts.ExpertHost experts, IOptions<ClusterOptions> options)
{
    // A silo that is stopping, and one that has just failed, come after all others.
    private const int Step = (int)Fit.Now + 1;

    /// <summary>Chooses the silo.</summary>
    /// <param name="need">What the expert needs.</param>
    /// <param name="except">A silo that has just failed; taken only if there is no other.</param>
    /// <returns>The other silo, or null for this one.</returns>
    /// <exception cref="UnavailableException">No silo is made for the expert.</exception>
    public SiloView? Choose(in ModelNeed need, SiloAddress? except = null)
    {
        var known = silos.Known;
        var here = Rank(experts.FitOf(need), experts.Draining, local.SiloAddress.Equals(except));
        var (best, count) = (here, 0);
        for (var i = 0; i < known.Count; i++)
        {
            var rank = Rank(known[i], need, except);
            (best, count) = rank > best ? (rank, 1) : rank == best ? (best, count + 1) : (best, count);
        }

        if (best == 0)
        {
            throw NothingFits(need);
        }

        if (count == 0)
        {
            return null;
        }

        var other = LessBusyOfTwo(known, need, except, best, count);
        return other is null || (here == best && experts.InFlight <= other.Load + options.Value.LocalPreference) ? null : other;
    }

    private static int Rank(SiloView silo, in ModelNeed need, SiloAddress? except) => silo.Lost.IsCancellationRequested
        ? 0
        : Rank(silo.Report.FitOf(need), silo.Report.Draining, silo.Address.Equals(except));

    private static int Rank(Fit fit, bool draining, bool failed) =>
        fit == Fit.Never ? 0 : (int)fit + (draining ? 0 : Step) + (failed ? 0 : 2 * Step);

    // A report may change between the two looks; where nobody is found then, this silo takes the request.
    private static SiloView? LessBusyOfTwo(IReadOnlyList<SiloView> known, in ModelNeed need, SiloAddress? except, int rank, int count)
    {
        var (first, second) = (Random.Shared.Next(count), Random.Shared.Next(count));
        SiloView? best = null;
        var index = 0;
        for (var i = 0; i < known.Count; i++)
        {
            if (Rank(known[i], need, except) != rank)
            {
                continue;
            }

            if ((index == first || index == second) && !(best?.Load <= known[i].Load))
            {
                best = known[i];
            }

            index++;
        }

        return best;
    }

    private UnavailableException NothingFits(in ModelNeed need)
    {
        var capacities = silos.Known.Select(silo => silo.Report.Capacity).Append(experts.Capacity).ToList();
        var have = string.Join("; ", capacities.Distinct().Select(capacity =>
            $"tier {capacity.Tier.ToString().ToLowerInvariant()} with {capacity.ModelBudget} bytes of model memory"
            + (capacity.Gpu ? $" and {capacity.GpuMemory} of GPU memory" : ", no GPU")));
        return new UnavailableException($"{need}; none of the {capacities.Count} silos has that ({have}): add a silo or raise its budget");
    }
}
