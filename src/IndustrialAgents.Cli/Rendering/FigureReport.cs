using System.Globalization;
using System.Text.Json;
using IndustrialAgents.Experts;
using IndustrialAgents.Json;
using Spectre.Console;

namespace IndustrialAgents.Cli.Rendering;

/// <summary>Prints the figures of an evaluation or benchmark, and writes them as JSON.</summary>
internal static class FigureReport
{
    /// <summary>Prints the figures as a table, protocols below it, and writes the file where one is named.</summary>
    public static async Task WriteAsync(string suite, IReadOnlyList<Figure> figures, FileInfo? json, CancellationToken cancellationToken)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("figure").AddColumn(new TableColumn("value").RightAligned()).AddColumn("unit").AddColumn("reference");
        foreach (var figure in figures)
        {
            table.AddRow(
                Markup.Escape(figure.Name),
                figure.Value.ToString("0.####", CultureInfo.InvariantCulture),
                Markup.Escape(figure.Unit),
                Markup.Escape(figure.Reference ?? ""));
        }

        AnsiConsole.Write(table);
        foreach (var protocol in figures.GroupBy(figure => figure.Protocol))
        {
            AnsiConsole.MarkupLineInterpolated($"[grey]{string.Join(", ", protocol.Select(figure => figure.Name).Take(2))}{(protocol.Count() > 2 ? " …" : "")}: {protocol.Key}[/]");
        }

        if (json is not null)
        {
            await using var file = json.Create();
            await JsonSerializer.SerializeAsync(file, new { suite, figures }, ContractJson.Indented, cancellationToken).ConfigureAwait(false);
        }
    }
}
