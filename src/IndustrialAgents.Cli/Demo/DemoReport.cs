using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace IndustrialAgents.Cli.Demo;

/// <summary>Shows at the end of a demonstration what was detected, missed and falsely alarmed, and how each expert did.</summary>
internal static class DemoReport
{
    public static void Write(
        DetectionScore detection, IReadOnlyDictionary<string, ExpertScore> experts, ExpertScore atFaults, ExpertScore atFalseAlarms, IReadOnlyDictionary<string, (double Before, double After)> gate, TimeSpan elapsed)
    {
        AnsiConsole.Write(new Rule("[bold]result[/]") { Justification = Justify.Left });
        AnsiConsole.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"detection, {detection.Rows} rows: [bold]F1 {detection.F1:0.000}[/], false alarm rate {detection.FalseAlarmRate:P1}, missed alarm rate {detection.MissedAlarmRate:P1}"));
        AnsiConsole.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"faults: {detection.Detected} of {detection.Faults} detected, {detection.Faults - detection.Detected} missed, {detection.FalseAlarms} false alarms; median delay {detection.MedianDelay:0} rows"));

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("expert").AddColumn(Number("asked")).AddColumn(Number("answered")).AddColumn(Number("right")).AddColumn(Number("mean ms")).AddColumn(Number("mean weight")).AddColumn("score at the gate, first → last");
        foreach (var (name, score) in experts)
        {
            Add(table, name, score, gate.TryGetValue(name, out var change) ? string.Create(CultureInfo.InvariantCulture, $"{change.Before:0.000} → {change.After:0.000}") : "");
        }

        Add(table, "merged diagnosis, faults", atFaults, "");
        Add(table, "merged diagnosis, false alarms", atFalseAlarms, "");
        AnsiConsole.Write(table);
        using var process = Process.GetCurrentProcess();
        AnsiConsole.MarkupLine(string.Create(
            CultureInfo.InvariantCulture, $"[grey]{elapsed.TotalSeconds:0.0} s, peak memory {process.PeakWorkingSet64 / 1048576.0:0} MiB[/]"));
    }

    private static TableColumn Number(string header) => new TableColumn(header).RightAligned();

    private static void Add(Table table, string name, ExpertScore score, string gate) => table.AddRow(
        Markup.Escape(name),
        score.Asked.ToString(CultureInfo.InvariantCulture),
        score.Answered.ToString(CultureInfo.InvariantCulture),
        score.Asked == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{(double)score.Right / score.Asked:P0}"),
        score.MeanLatency.ToString("0.0", CultureInfo.InvariantCulture),
        score.MeanWeight.ToString("0.00", CultureInfo.InvariantCulture),
        Markup.Escape(gate));
}
