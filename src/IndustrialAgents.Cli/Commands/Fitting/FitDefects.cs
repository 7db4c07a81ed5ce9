using System.CommandLine;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Vision.Defects;
using IndustrialAgents.Experts.Vision.Steps;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>What <c>ia fit detect</c> does with pictures of good parts.</summary>
internal sealed class FitDefects(ExpertTarget target)
{
    private static readonly Dictionary<string, (DefectMethod Method, string Sees)> Known = new(StringComparer.Ordinal)
    {
        ["patchcore"] = (DefectMethod.PatchCore, "patches unlike any good patch, wherever it lies (PatchCore)"),
        ["padim"] = (DefectMethod.Padim, "patches unlike the good ones of the same place, for parts that lie alike (PaDiM)"),
        ["pca"] = (DefectMethod.Pca, "patches off the components of good ones"),
    };

    private readonly PictureSource _source = new();
    private readonly BackboneOptions _backbone = new();
    private readonly Option<double?> _falseAlarms = new("--false-alarms") { Description = $"With pictures: rate at which good parts may raise an alarm, between 0 and 0.5. Default: {new DefectDetectorOptions().FalseAlarmRate}.", HelpName = "RATE" };
    private readonly Option<int?> _tile = new("--tile") { Description = "With large pictures: cut them into tiles of this side, each judged by itself.", HelpName = "PIXELS" };
    private readonly Option<int?> _overlap = new("--overlap") { Description = "With --tile: pixels that neighbouring tiles share. Default: a fifth of the side.", HelpName = "PIXELS" };

    /// <summary>Names of the methods.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>What each sees, one a line.</summary>
    public static IEnumerable<string> Lines => Known.Select(known => $"  {known.Key,-20} {known.Value.Sees}");

    public void AddTo(Command command)
    {
        command.Add(_falseAlarms);
        command.Add(_tile);
        command.Add(_overlap);
        _source.AddTo(command);
        _backbone.AddTo(command);
    }

    /// <summary>Refuses options of pictures where there are none.</summary>
    /// <exception cref="InvalidRequestException">One was given.</exception>
    public void Refuse(ParseResult parsed)
    {
        const string Why = "goes with a folder of pictures; leave it out";
        _backbone.Refuse(parsed, Why);
        _source.Refuse(parsed, Why);
        foreach (var option in new Option[] { _falseAlarms, _tile, _overlap })
        {
            InvalidRequestException.Require(parsed.GetResult(option) is null, option.Name, Why);
        }
    }

    /// <summary>Fits to the pictures of a folder.</summary>
    /// <exception cref="InvalidRequestException">There are too few pictures, one cannot be read, or an option is wrong.</exception>
    public FittedExpert Fit(ParseResult parsed, string? method, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var options = Options(parsed, method);
        var files = _source.Files(parsed, folder, "--data");
        InvalidRequestException.Require(
            files.Count > 0,
            "--data",
            $"{folder} has no {PictureSource.KnownExtensions} files{(Directory.EnumerateDirectories(folder).FirstOrDefault() is { } inner ? $", only folders such as {Path.GetFileName(inner)}" : "")}; name the folder that the pictures of good parts lie in");
        var set = new PictureSet("--data", files, []);
        ReadOnlyMemory<byte>[] good = [.. files.Select(File.ReadAllBytes)];
        progress.Report(FormattableString.Invariant($"fitting to {good.Length:N0} pictures of good parts"));
        using var backbone = _backbone.Open(parsed, (model, step, layer) => PatchFeatures.Backbone(
            model, step, layer ?? throw new InvalidRequestException("--layer", "is missing: name the value inside the model that holds a map [1, channels, rows, columns]")));
        using var detector = set.Use("good", () => DefectDetector.Fit(good, options, backbone, cancellationToken));
        ExpertTarget.Note($"{detector.Pictures:N0} pictures of good parts; at most {detector.FalseAlarmRate:P1} of such parts raise a false alarm");
        if (detector.FalseAlarmRate > options.FalseAlarmRate)
        {
            ExpertTarget.Note($"{options.FalseAlarmRate:P2} was asked for, which needs {Math.Ceiling(1 / options.FalseAlarmRate) - 1:N0} pictures");
        }

        return detector.ToExpert(target.Id(parsed));
    }

    private DefectDetectorOptions Options(ParseResult parsed, string? method)
    {
        var options = new DefectDetectorOptions();
        var how = options.Method;
        if (method is not null)
        {
            how = Known.TryGetValue(method, out var known)
                ? known.Method
                : throw new InvalidRequestException("--method", $"{method} is of series, but --data is a folder of pictures; give {string.Join(", ", Names)}");
        }

        var rate = parsed.GetValue(_falseAlarms) ?? options.FalseAlarmRate;
        InvalidRequestException.Require(rate is > 0 and < 0.5, "--false-alarms", $"{rate}; give a rate between 0 and 0.5");
        var (side, overlap) = (parsed.GetValue(_tile), parsed.GetValue(_overlap));
        InvalidRequestException.Require(side is not null || overlap is null, "--overlap", $"{overlap} needs --tile: say the side of the tiles");
        InvalidRequestException.Require(side is null or (>= 16 and <= 8192), "--tile", $"{side}; give 16 to 8192 pixels");
        InvalidRequestException.Require(overlap is null || (overlap >= 0 && overlap < side), "--overlap", $"{overlap}; give 0 up to less than the side of the tiles, {side}");
        return options with { Method = how, FalseAlarmRate = rate, Tile = side is { } own ? new ImageTileOptions { Side = own, Overlap = overlap } : null };
    }
}
