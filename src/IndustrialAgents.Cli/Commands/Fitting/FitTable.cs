using System.CommandLine;
using System.Diagnostics;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary><c>ia fit table</c>.</summary>
internal static class FitTable
{
    private static readonly Dictionary<char, ColumnOperation> Operations = new()
    {
        ['*'] = ColumnOperation.Product,
        ['+'] = ColumnOperation.Sum,
        ['-'] = ColumnOperation.Difference,
    };

    public static Command Create()
    {
        var (target, source) = (new ExpertTarget(), new SeriesSource());
        var data = new Option<FileInfo>("--data") { Description = "A table, one row a case: numbers, and the column with its class.", HelpName = "CSV", Required = true };
        var label = new Option<string>("--label") { Description = "The column with the classes, of which there are two.", DefaultValueFactory = _ => "label", HelpName = "COLUMN" };
        var positive = new Option<string?>("--positive") { Description = "The class to be found, such as 1 or failed. Default: the rarer one.", HelpName = "VALUE" };
        var derive = new Option<string[]>("--derive") { Description = "A column computed from two others, as NAME=LEFT*RIGHT, with *, + or -; may be given more than once.", HelpName = "NAME=LEFT*RIGHT" };
        var command = new TaughtCommand(
            "table",
            "Tells two classes of rows apart, such as failed or not, by one reading of every sensor.",
            """
            Boosted trees, a random forest, or both, whichever is best on rows held out. A threshold with the most F1 of --positive stands in the
            expert's description. Derived columns say what is known of the physics and takes trees many splits to find. Every other column must
            hold numbers: leave out those with words, and those that tell the class.

            Examples:
              ia fit table --data rows.csv --label failure --positive 1 --out machine-failure
              ia fit table --data rows.csv --label state --positive failed --leave-out serial --derive "power=torque*speed" --out machine-failure
            """)
        { data, label, positive, derive };
        source.AddTo(command);
        target.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var clock = Stopwatch.StartNew();
            var (id, file, column) = (target.Id(parsed), parsed.GetValue(data)!, parsed.GetValue(label)!);
            var expert = await WorkProgress.RunAsync("fit", progress => Task.Run(
                () =>
                {
                    progress.Report($"reading {file.Name}");
                    var (table, words) = source.ReadLabelled(parsed, file, column, ordered: false);
                    var empty = Array.FindIndex(words, word => word is null);
                    InvalidRequestException.Require(empty < 0, "--label", $"'{column}' is empty in row {empty + 1}; give every row its class, or leave the row out");
                    var options = new TableClassifierOptions { Positive = parsed.GetValue(positive), Derived = [.. (parsed.GetValue(derive) ?? []).Select(text => Derive(text, table))] };
                    InvalidRequestException.Require(
                        options.Positive is null || words.Contains(options.Positive),
                        "--positive",
                        $"'{options.Positive}' is no class in column '{column}'; it has {string.Join(", ", words.Distinct().Take(5))}");
                    progress.Report(FormattableString.Invariant($"fitting to {table.Length:N0} rows of {table.Channels.Count} columns"));
                    var classifier = TableClassifier.Fit(table, words!, options, token);
                    ExpertTarget.Note($"{table.Length:N0} rows, {words.Count(word => word == classifier.Positive):N0} of '{classifier.Positive}'; {classifier.Learner}; F1 of '{classifier.Positive}' on rows held out {classifier.HeldOutF1:F3} from probability {classifier.Threshold:F3} on (chosen on the same rows)");
                    return classifier.ToExpert(id);
                },
                token)).ConfigureAwait(false);
            return target.Save(parsed, expert, clock);
        });
        return command;
    }

    // Names may hold the signs of operations themselves, so the split is where there is a column on either side.
    private static DerivedColumn Derive(string text, Series table)
    {
        var names = table.Channels.Select(channel => channel.Name).ToArray();
        if (text.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
        {
            var (name, formula) = (text[..equals].Trim(), text[(equals + 1)..]);
            for (var at = 1; at < formula.Length - 1; at++)
            {
                var (left, right) = (formula[..at].Trim(), formula[(at + 1)..].Trim());
                if (Operations.TryGetValue(formula[at], out var operation) && names.Contains(left) && names.Contains(right) && name.Length > 0)
                {
                    return new DerivedColumn(name, left, operation, right);
                }
            }
        }

        throw new InvalidRequestException("--derive", $"'{text}' is not NAME=LEFT*RIGHT with *, + or - between two columns; the table has {string.Join(", ", names)}");
    }
}
