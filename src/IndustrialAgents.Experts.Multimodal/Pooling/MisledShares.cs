namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// Fits the shares that <see cref="ConflictPool"/> supposes so that no member can do much more harm than another: for each member the situation is made in
/// which it always misleads, by giving it what it said of a case of another mode, and shares move to the situation that is worst against the best of the
/// other members (minimax by a least favourable prior: Wald 1950, "Statistical Decision Functions"; found by multiplicative weights: Freund and Schapire
/// 1999, doi:10.1006/game.1999.0738). The examples themselves need hold no misleading members. Thread-safe.
/// </summary>
public static class MisledShares
{
    private const int Rounds = 30;
    private const int Swaps = 2;
    private const double Rate = 6;

    /// <summary>Fits one share a member, the same for all kinds of machine; accuracies are means over kinds.</summary>
    /// <param name="kinds">Cases of one or more kinds of machine whose members have the same names, with the members' calibrations; of each kind cases of two modes at least.</param>
    /// <param name="none">Probability that no member misleads, between 0 and 1; null for 1 / (1 + number of members): as likely as any member alone.</param>
    /// <param name="seed">Decides which cases are swapped.</param>
    /// <returns>Shares by member; they sum to 1 - <paramref name="none"/>.</returns>
    /// <exception cref="InvalidRequestException">There are no cases, fewer than two members, or the kinds' members differ.</exception>
    public static IReadOnlyDictionary<string, double> Fit(
        IReadOnlyList<(DiagnoseCases Cases, IReadOnlyDictionary<string, MemberCalibration> Calibrations)> kinds, double? none = null, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        InvalidRequestException.Require(kinds.Count > 0, "kinds", "there are none; at least one is needed");
        string[] members = [.. kinds[0].Cases.LabelModes.Keys.Order(StringComparer.Ordinal)];
        InvalidRequestException.Require(members.Length >= 2, "members", $"{members.Length}; where one may mislead, at least two are needed");
        InvalidRequestException.Require(none is null or (> 0 and < 1), "none", $"{none}; it lies between 0 and 1");
        var random = new Random(seed);
        SwappedCases[] situations = [.. kinds.Select((kind, i) => members.ToHashSet().SetEquals(kind.Cases.LabelModes.Keys)
            ? new SwappedCases(kind.Cases, kind.Calibrations, members, Swaps, random)
            : throw new InvalidRequestException($"kinds[{i}].labelModes", $"members {string.Join(", ", kind.Cases.LabelModes.Keys)}; all kinds need the same, {string.Join(", ", members)}"))];
        var total = 1 - (none ?? (1.0 / (1 + members.Length)));
        var singles = Enumerable.Range(0, members.Length).Select(m => situations.Average(kind => kind.Single(m))).ToArray();
        var shares = members.Select(_ => total / members.Length).ToArray();
        var (best, worst) = (shares, double.NegativeInfinity);
        for (var round = 0; round < Rounds; round++)
        {
            var margins = members.Select((_, m) =>
                situations.Average(kind => kind.Misled(m, shares)) - singles.Where((_, other) => other != m).Max()).ToArray();
            if (margins.Min() > worst)
            {
                (best, worst) = (shares, margins.Min());
            }

            var moved = shares.Select((share, m) => share * Math.Exp(-Rate * margins[m] / Math.Sqrt(1 + (round / 4.0)))).ToArray();
            shares = Array.ConvertAll(moved, share => total * share / moved.Sum());
        }

        return members.Select((member, m) => (member, share: best[m])).ToDictionary(pair => pair.member, pair => pair.share);
    }
}
