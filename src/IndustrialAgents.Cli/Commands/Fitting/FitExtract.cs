using System.CommandLine;
using System.Diagnostics;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Experts.Language.Entities;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary><c>ia fit extract</c>.</summary>
internal static class FitExtract
{
    public static Command Create()
    {
        var target = new ExpertTarget();
        var data = new Option<FileInfo>("--data") { Description = "Annotated texts: a JSON list of objects with tokens and entities (start, end, type).", HelpName = "JSON", Required = true };
        var passes = new Option<int>("--passes") { Description = "Passes over the texts.", DefaultValueFactory = _ => new EntityTrainingOptions().Passes, HelpName = "N" };
        var command = new TaughtCommand(
            "extract",
            "Finds what a text names, such as equipment, failures and actions.",
            """
            Learns from texts in which people have marked the entities, some hundred of them, in seconds. start and end count tokens, end being the
            first token after the entity. Of a type such as PhysicalObject/Pump the first part is its class.

            Example: ia fit extract --data annotated.json --out work-order-entities
            """)
        { data, passes };
        target.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var clock = Stopwatch.StartNew();
            var (id, file) = (target.Id(parsed), parsed.GetValue(data)!);
            var rounds = parsed.GetValue(passes);
            InvalidRequestException.Require(rounds is >= 1 and <= EntityTrainingOptions.MaxPasses, "--passes", $"{rounds}; it lies between 1 and {EntityTrainingOptions.MaxPasses}");
            var expert = await WorkProgress.RunAsync("fit", progress => Task.Run(
                () =>
                {
                    progress.Report($"reading {file.Name}");
                    var texts = AnnotatedTexts.Read(file.FullName);
                    progress.Report(FormattableString.Invariant($"learning from {texts.Count:N0} texts"));
                    return EntityExpert.Describe(id, EntityTraining.Fit(texts, new EntityTrainingOptions { Passes = rounds }, token));
                },
                token)).ConfigureAwait(false);
            return target.Save(parsed, expert, clock);
        });
        return command;
    }
}
