using System.CommandLine;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>Cuts recordings whose class is known into windows: a folder of files for each class, or a table whose label column says what each row is.</summary>
internal sealed class WindowSource(SeriesSource source, Option<string> label)
{
    private const int DefaultWindow = 1_024;

    private readonly Option<int?> _window = new("--window") { Description = $"With series: samples of a window. Default: {DefaultWindow:N0}, or those of the expert that learns on.", HelpName = "SAMPLES" };
    private readonly Option<int?> _step = new("--step") { Description = "With series: samples from the start of one window to that of the next. Default: those of a window.", HelpName = "SAMPLES" };

    public void AddTo(Command command)
    {
        command.Add(_window);
        command.Add(_step);
    }

    /// <summary>Reads all windows.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">Folder or table.</param>
    /// <param name="option">The option that named it.</param>
    /// <param name="length">Samples of a window where the command line does not say; null for the default.</param>
    /// <param name="progress">Told what is read.</param>
    /// <exception cref="InvalidRequestException">There is no window in it, or a file cannot be read.</exception>
    public List<LabelledSeries> Read(ParseResult parsed, string path, string option, int? length, IProgress<string> progress)
    {
        var window = parsed.GetValue(_window) ?? length ?? DefaultWindow;
        var step = parsed.GetValue(_step) ?? window;
        InvalidRequestException.Require(window >= 4, "--window", $"{window}; give at least 4 samples");
        InvalidRequestException.Require(step >= 1, "--step", $"{step}; give at least 1 sample");
        var windows = new List<LabelledSeries>();
        var longest = 0;
        if (Directory.Exists(path))
        {
            foreach (var (name, file) in Recordings(path))
            {
                progress.Report($"reading {name}/{file.Name}");
                Cut(name, source.Read(parsed, file));
            }
        }
        else
        {
            progress.Report($"reading {Path.GetFileName(path)}");
            var (series, words) = source.ReadLabelled(parsed, new FileInfo(path), parsed.GetValue(label)!, ordered: true);
            for (var (from, to) = (0, 0); from < words.Length; from = to)
            {
                while (to < words.Length && words[to] == words[from])
                {
                    to++;
                }

                // Rows without a label are of no class, and end a run.
                if (words[from] is { } word)
                {
                    Cut(word, series.Slice(from, to - from));
                }
            }
        }

        return windows.Count > 0 ? windows : throw new InvalidRequestException(
            longest > 0 ? "--window" : option,
            longest > 0 ? $"{window} samples, but the longest stretch of one class in {path} has {longest}; give a shorter window" : $"{path} has no recordings of a class; put the files of each class into a folder of its name");

        void Cut(string name, Series series)
        {
            longest = Math.Max(longest, series.Length);
            for (var start = 0; start + window <= series.Length; start += step)
            {
                windows.Add(new LabelledSeries(name, series.Slice(start, window)));
            }
        }
    }

    /// <summary>Whether a file is a recording, by its name.</summary>
    public static bool IsRecording(string file) => Path.GetExtension(file).ToLowerInvariant() is ".csv" or ".tsv" or SeriesSource.RawExtension;

    private static IEnumerable<(string Label, FileInfo File)> Recordings(string folder) =>
        from own in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
        from file in Directory.EnumerateFiles(own).Where(IsRecording).Order(StringComparer.Ordinal)
        select (Path.GetFileName(own), new FileInfo(file));
}
