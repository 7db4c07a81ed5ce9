using System.CommandLine;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>The detectors of <c>ia fit detect</c> that learn from what they see: they are not fitted, and calibrated on normal operation.</summary>
internal sealed class OnlineMethods
{
    private static readonly Dictionary<string, (string Sees, OnlineDetectorKind Kind)> Known = new(StringComparer.Ordinal)
    {
        ["half-life"] = ("a recent mean far from a slow baseline", OnlineDetectorKind.HalfLife),
        ["left-discord"] = ("a shape never seen before, such as of a cycle or batch", OnlineDetectorKind.LeftDiscord),
        ["cusum"] = ("lasting changes of the mean of steady channels", OnlineDetectorKind.Cusum),
        ["bayesian-change"] = ("changes of mean or spread of steady channels, as a probability", OnlineDetectorKind.BayesianChange),
    };

    private readonly Option<int?> _window = new("--window") { Description = $"With left-discord: samples of a shape. Default: {new LeftDiscordOptions().Window}.", HelpName = "SAMPLES" };
    private readonly Option<int?> _history = new("--history") { Description = $"With left-discord: samples that are remembered. Default: {new LeftDiscordOptions().History}.", HelpName = "SAMPLES" };
    private readonly Option<double?> _fast = new("--fast") { Description = $"With half-life: half-life of what is judged. Default: {new HalfLifeOptions().Fast}.", HelpName = "SAMPLES" };
    private readonly Option<double?> _slow = new("--slow") { Description = $"With half-life: half-life of the baseline. Default: {new HalfLifeOptions().Slow}.", HelpName = "SAMPLES" };
    private readonly Option<int?> _learn = new("--learn") { Description = $"With cusum: rows that mean and deviation are learned from. Default: {new CusumOptions().Learn}.", HelpName = "ROWS" };
    private readonly Option<double?> _meanRun = new("--mean-run") { Description = $"With bayesian-change: rows between changes that are expected. Default: {new BayesianChangeOptions().MeanRun}.", HelpName = "ROWS" };
    private readonly Option<int?> _warmUp = new("--warm-up") { Description = "With half-life, left-discord and bayesian-change: rows before anything is judged; a request must be longer.", HelpName = "ROWS" };

    /// <summary>Names of the methods.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>What each sees, one a line.</summary>
    public static IEnumerable<string> Lines => Known.Select(known => $"  {known.Key,-20} {known.Value.Sees}");

    public void AddTo(Command command)
    {
        foreach (var option in All())
        {
            command.Add(option.Option);
        }
    }

    /// <summary>Refuses options of another method.</summary>
    /// <exception cref="InvalidRequestException">One does not go with the method.</exception>
    public void Check(ParseResult parsed, string method)
    {
        foreach (var (option, methods) in All())
        {
            InvalidRequestException.Require(
                parsed.GetResult(option) is null || methods.Contains(method), option.Name, $"goes with {string.Join(", ", methods)}, not with {method}; leave it out");
        }
    }

    /// <summary>Calibrates a detector on a file of normal operation, in blocks, so that the file may be of any length.</summary>
    /// <exception cref="InvalidRequestException">The file cannot be read, is too short, or an option is wrong.</exception>
    public OnlineDetector Fit(ParseResult parsed, string method, SeriesSource source, FileInfo file)
    {
        using var blocks = source.ReadBlocks(parsed, file).GetEnumerator();
        InvalidRequestException.Require(blocks.MoveNext(), "--data", $"{file.Name} has no rows; give normal operation to calibrate on");
        var (halfLife, discord, change) = (new HalfLifeOptions(), new LeftDiscordOptions(), new BayesianChangeOptions());
        var kind = Known[method].Kind;
        var detector = new OnlineDetector
        {
            Detector = kind,
            Channels = [.. blocks.Current.Channels.Select(channel => channel.Name)],
            HalfLife = kind != OnlineDetectorKind.HalfLife ? null : halfLife with
            {
                Fast = parsed.GetValue(_fast) ?? halfLife.Fast,
                Slow = parsed.GetValue(_slow) ?? halfLife.Slow,
                WarmUp = parsed.GetValue(_warmUp) ?? halfLife.WarmUp,
            },
            LeftDiscord = kind != OnlineDetectorKind.LeftDiscord ? null : discord with
            {
                Window = parsed.GetValue(_window) ?? discord.Window,
                History = parsed.GetValue(_history) ?? discord.History,
                WarmUp = parsed.GetValue(_warmUp) ?? discord.WarmUp,
            },
            Cusum = kind != OnlineDetectorKind.Cusum ? null : new CusumOptions { Learn = parsed.GetValue(_learn) ?? new CusumOptions().Learn },
            BayesianChange = kind != OnlineDetectorKind.BayesianChange ? null : change with
            {
                MeanRun = parsed.GetValue(_meanRun) ?? change.MeanRun,
                WarmUp = parsed.GetValue(_warmUp) ?? change.WarmUp,
            },
        };
        return detector.Calibrate(Rest());

        IEnumerable<Series> Rest()
        {
            do
            {
                yield return blocks.Current;
            }
            while (blocks.MoveNext());
        }
    }

    private IEnumerable<(Option Option, string[] Methods)> All() =>
    [
        (_window, ["left-discord"]),
        (_history, ["left-discord"]),
        (_fast, ["half-life"]),
        (_slow, ["half-life"]),
        (_learn, ["cusum"]),
        (_meanRun, ["bayesian-change"]),
        (_warmUp, ["half-life", "left-discord", "bayesian-change"]),
    ];
}
