using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace IndustrialAgents.Cli.Rendering;

/// <summary>Draws an answer: what came out, how sure it is, and every contribution with its weight, latency and model hash.</summary>
internal static class AnswerView
{
    private const int HashDigits = 12;

    /// <summary>The answer as a panel.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="title">What the panel is headed with.</param>
    public static IRenderable Render(Answer answer, string title)
    {
        var rows = new List<IRenderable> { new Markup(Headline(answer)) };
        if (answer.Abstention is { } abstention)
        {
            rows.Add(new Markup($"[yellow]abstains:[/] {Markup.Escape(abstention)}"));
        }

        rows.Add(Contributions(answer));
        rows.AddRange(answer.Warnings.Select(warning => new Markup($"[yellow]warning:[/] {Markup.Escape(warning)}")));
        rows.Add(new Markup(string.Create(CultureInfo.InvariantCulture, $"[grey]decision {answer.DecisionId}, {answer.Elapsed.TotalMilliseconds:0.0} ms[/]")));
        return new Panel(new Rows(rows)) { Header = new PanelHeader($" {Markup.Escape(title)} "), Border = BoxBorder.Rounded, Expand = false };
    }

    private static string Headline(Answer answer) => answer.Output is null
        ? "[red]no expert answered[/]"
        : string.Create(CultureInfo.InvariantCulture, $"[bold]{Markup.Escape(OutputText.Describe(answer.Output))}[/]   confidence {answer.Confidence:0.00}");

    private static Table Contributions(Answer answer)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("expert").AddColumn(new TableColumn("weight").RightAligned()).AddColumn(new TableColumn("ms").RightAligned()).AddColumn("model").AddColumn("says");
        foreach (var contribution in answer.Contributions)
        {
            Add(table, contribution, "");
            foreach (var part in contribution.Parts)
            {
                Add(table, part, "  ");
            }
        }

        return table;
    }

    private static void Add(Table table, Contribution contribution, string indent)
    {
        var says = contribution.Output is { } output
            ? Markup.Escape(OutputText.Describe(output))
            : $"[red]{Markup.Escape(Label(contribution.Status))}[/] {Markup.Escape(contribution.Error ?? "")}";
        table.AddRow(
            Markup.Escape(indent + contribution.Expert),
            contribution.Weight.ToString("0.00", CultureInfo.InvariantCulture),
            contribution.Latency.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture),
            contribution.ModelHash is { } hash ? hash[..HashDigits] : "-",
            says);
    }

    private static string Label(ContributionStatus status) => status switch
    {
        ContributionStatus.Answered => "answered",
        ContributionStatus.Failed => "failed",
        ContributionStatus.TimedOut => "timed out",
        ContributionStatus.Unused => "unused",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "not a status"),
    };
}
