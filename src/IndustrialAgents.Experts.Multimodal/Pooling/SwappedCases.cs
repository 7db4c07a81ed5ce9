namespace IndustrialAgents.Experts.Multimodal;

/// <summary>Cases of one kind of machine, and for each member the same cases with what that member said of a case of another mode. Not thread-safe.</summary>
internal sealed class SwappedCases
{
    private readonly double[] _prior;
    private readonly int[] _truths;
    private readonly double[]?[][] _evidence;
    private readonly List<(int Example, int Instead)>[] _swaps;

    public SwappedCases(DiagnoseCases cases, IReadOnlyDictionary<string, MemberCalibration> calibrations, string[] members, int swaps, Random random)
    {
        _truths = cases.Truths();
        _prior = cases.Priors();
        _evidence = Array.ConvertAll(members, member =>
        {
            var calibration = calibrations.GetValueOrDefault(member);
            return Array.ConvertAll(cases.Evidence(member), said => said is null ? null : calibration?.Of(said) ?? said);
        });
        _swaps = Array.ConvertAll(_evidence, evidence => new List<(int, int)>());
        for (var m = 0; m < members.Length; m++)
        {
            var spoken = Enumerable.Range(0, _truths.Length).Where(i => _evidence[m][i] is not null).ToArray();
            foreach (var i in spoken)
            {
                var others = Array.FindAll(spoken, other => _truths[other] != _truths[i]);
                for (var s = 0; others.Length > 0 && s < swaps; s++)
                {
                    _swaps[m].Add((i, others[random.Next(others.Length)]));
                }
            }

            InvalidRequestException.Require(_swaps[m].Count > 0, "examples", $"'{members[m]}' speaks of no two cases of different modes; add some");
        }
    }

    /// <summary>How often the member's own best mode is right.</summary>
    public double Single(int member)
    {
        var (right, all) = (0, 0);
        for (var i = 0; i < _truths.Length; i++)
        {
            if (_evidence[member][i] is { } said)
            {
                all++;
                right += IsRight(i, [said], [0]) ? 1 : 0;
            }
        }

        return (double)right / all;
    }

    /// <summary>How often the pool is right where a member always misleads.</summary>
    public double Misled(int member, double[] shares)
    {
        var right = 0;
        var (evidence, supposed) = (new List<double[]>(), new List<double>());
        foreach (var (example, instead) in _swaps[member])
        {
            evidence.Clear();
            supposed.Clear();
            for (var m = 0; m < _evidence.Length; m++)
            {
                if (_evidence[m][m == member ? instead : example] is { } said)
                {
                    evidence.Add(said);
                    supposed.Add(shares[m]);
                }
            }

            right += IsRight(example, evidence, supposed) ? 1 : 0;
        }

        return (double)right / _swaps[member].Count;
    }

    private bool IsRight(int example, IReadOnlyList<double[]> evidence, IReadOnlyList<double> shares)
    {
        var pooled = ConflictPool.Combine(_prior, evidence, shares).Probabilities;
        return Array.IndexOf(pooled, pooled.Max()) == _truths[example];
    }
}
