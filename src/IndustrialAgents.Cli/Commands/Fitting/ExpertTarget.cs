using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.TimeSeries;
using Spectre.Console;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>The options that say what a fitted expert is called and where it is written, shared by everything that is fitted.</summary>
internal sealed class ExpertTarget
{
    private const string FirstVersion = "1";

    private readonly Option<DirectoryInfo> _folder = new("--out") { Description = "The expert's folder; made, or written over.", HelpName = "FOLDER", Required = true };
    private readonly Option<string?> _id = new("--id") { Description = "The expert's name, with a version where it is not the first: pump-forecast or pump-forecast@2. Default: the folder's name.", HelpName = "NAME[@VERSION]" };
    private readonly Option<string[]> _assets = new("--asset") { Description = "An asset that it is meant for, as enterprise/site/area/line/cell; may be given more than once. Default: all.", HelpName = "PATH" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_folder);
        command.Add(_id);
        command.Add(_assets);
    }

    /// <summary>What the expert is called.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="before">What it was called before, where it is one that learns on.</param>
    public ExpertId Id(ParseResult parsed, ExpertId? before = null)
    {
        var text = parsed.GetValue(_id) ?? before?.ToString() ?? parsed.GetValue(_folder)!.Name.ToLowerInvariant();
        return ExpertId.TryParse(text.Contains('@', StringComparison.Ordinal) ? text : $"{text}@{before?.Version ?? FirstVersion}", out var id)
            ? id
            : throw new InvalidRequestException("--id", $"'{text}' is no name of an expert; write letters, digits, dots and hyphens, and a version after '@', such as pump-forecast@2");
    }

    /// <summary>Writes an expert and says what it is.</summary>
    public int Save(ParseResult parsed, FittedExpert expert, Stopwatch clock)
    {
        var (folder, assets) = (Folder(parsed), Assets(parsed));
        var manifest = (assets.Length > 0 ? expert with { Manifest = expert.Manifest with { Assets = assets } } : expert).Save(folder);
        var kept = expert.Attachments.Sum(file => (long)file.Value.Length);
        return Say(manifest, folder, clock, $"model of {expert.Model.Length:N0} bytes{(kept > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {kept:N0} bytes to learn on") : "")}");
    }

    /// <summary>Writes a detector that is a manifest alone and says what it is.</summary>
    public int Save(ParseResult parsed, OnlineDetector detector, Stopwatch clock)
    {
        var folder = Folder(parsed);
        return Say(detector.Save(Id(parsed), folder, Assets(parsed)), folder, clock, $"a manifest with {detector.Calibration?.Count ?? 0:N0} scores of normal operation");
    }

    /// <summary>Says one thing about a fit.</summary>
    public static void Note(FormattableString text) => AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{text.ToString(CultureInfo.InvariantCulture)}");

    private string Folder(ParseResult parsed) => parsed.GetValue(_folder)!.FullName;

    private AssetPath[] Assets(ParseResult parsed) => [.. (parsed.GetValue(_assets) ?? []).Select(AssetPath.Parse)];

    private static int Say(Manifest manifest, string folder, Stopwatch clock, FormattableString what)
    {
        Note($"{manifest.Id}: {manifest.Description}");
        Note($"{clock.Elapsed.TotalSeconds:F1} s, {what.ToString(CultureInfo.InvariantCulture)} in {folder}");
        AnsiConsole.MarkupLineInterpolated($"Next: ia experts add {Path.GetRelativePath(Environment.CurrentDirectory, folder)}");
        return ExitCode.Done;
    }
}
