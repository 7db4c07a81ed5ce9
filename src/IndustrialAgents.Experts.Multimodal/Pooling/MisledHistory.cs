namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Learns from the answers themselves, without being told what was right, which member misleads: a camera that looks at the wrong machine does so again and
/// again, and the others show it. The shares of <see cref="ConflictPool"/> are estimated anew after each case from the probabilities that it gave each
/// member to mislead (expectation maximisation: Dempster, Laird and Rubin 1977; step by step with forgetting: Cappé and Moulines 2009,
/// doi:10.1111/j.1467-9868.2009.00698.x), so a member that recovers is believed again. Thread-safe.
/// </summary>
public sealed class MisledHistory
{
    // With two there is no third to show which of them it is.
    private const int FewestMembers = 3;

    // No member's case is ever closed: what all others say together may still speak for it.
    private const double MostShare = 0.95;

    // Cases that the fitted shares count for.
    private const double PriorCases = 10;

    private readonly Lock _gate = new();
    private readonly double _forgetting;
    private readonly Dictionary<string, double> _sums = [];
    private double _cases;

    /// <summary>Begins without cases.</summary>
    /// <param name="memory">Cases that count, about: what was so many cases ago counts a third. At least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The memory is less than 2, or not finite.</exception>
    public MisledHistory(double memory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(memory, 2);
        ArgumentOutOfRangeException.ThrowIfEqual(memory, double.PositiveInfinity);
        ArgumentOutOfRangeException.ThrowIfEqual(memory, double.NaN);
        _forgetting = 1 - (1 / memory);
    }

    /// <summary>The shares of members as of now.</summary>
    /// <param name="members">Names of those that speak, each once.</param>
    /// <param name="fitted">Their shares where nothing is known of the past; not negative, together below 1.</param>
    /// <returns>One share a member, together at most .95.</returns>
    public double[] Shares(IReadOnlyList<string> members, IReadOnlyList<double> fitted)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(fitted);
        lock (_gate)
        {
            var shares = members.Select((member, m) => ((PriorCases * fitted[m]) + _sums.GetValueOrDefault(member)) / (PriorCases + _cases)).ToArray();
            var sum = shares.Sum();
            return sum <= MostShare ? shares : Array.ConvertAll(shares, share => share * MostShare / sum);
        }
    }

    /// <summary>Takes in one case, of three members or more; of fewer nothing is learned.</summary>
    /// <param name="members">Names of those that spoke.</param>
    /// <param name="misled">Of each, the probability that it misled: <see cref="PooledModes.Misled"/>.</param>
    public void Learn(IReadOnlyList<string> members, IReadOnlyList<double> misled)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(misled);
        if (members.Count < FewestMembers)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var member in _sums.Keys.ToArray())
            {
                _sums[member] *= _forgetting;
            }

            _cases = (_forgetting * _cases) + 1;
            for (var m = 0; m < members.Count; m++)
            {
                _sums[members[m]] = _sums.GetValueOrDefault(members[m]) + misled[m];
            }
        }
    }
}
