namespace IndustrialAgents.Cli.Demo;

/// <summary>How the experts of one kind did. Not thread-safe.</summary>
internal sealed class ExpertScore
{
    private double _latency;
    private double _weight;

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>How often it answered.</summary>
    public int Answered { get; private set; }

    /// <summary>How often what it found likeliest was the truth.</summary>
    public int Right { get; private set; }

    /// <summary>Mean time of a call in milliseconds.</summary>
    public double MeanLatency => _latency / Math.Max(1, Asked);

    /// <summary>Mean weight in the answers.</summary>
    public double MeanWeight => _weight / Math.Max(1, Asked);

    /// <summary>Counts one contribution.</summary>
    /// <param name="contribution">The contribution.</param>
    /// <param name="failureModes">The failure mode each of the expert's own labels speaks for; empty where its labels are failure modes.</param>
    /// <param name="truth">What was really the matter.</param>
    public void Count(Contribution contribution, IReadOnlyDictionary<string, string> failureModes, string truth)
    {
        Asked++;
        _latency += contribution.Latency.TotalMilliseconds;
        _weight += contribution.Weight;
        if (contribution.Output is not { } output)
        {
            return;
        }

        Answered++;
        Right += output switch
        {
            ClassProbabilities classes => failureModes.GetValueOrDefault(classes.Top().Label, classes.Top().Label) == truth,
            AnomalyScores anomaly => anomaly.IsAnomalous == (truth != DemoRow.Normal),
            _ => false,
        }
            ? 1
            : 0;
    }
}
