using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace IndustrialAgents.Cli.Rendering;

/// <summary>A command whose own help says more than the line it has in the list of commands.</summary>
/// <param name="name">Its name.</param>
/// <param name="summary">The line in the list.</param>
/// <param name="lesson">What its own help says below its options: what is behind it, and examples.</param>
internal sealed class TaughtCommand(string name, string summary, string lesson) : Command(name, summary)
{
    /// <summary>Lets the help of a command tree show the lessons.</summary>
    public static void TeachIn(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new TeachingHelp((HelpAction)option.Action!);
        }
    }

    private sealed class TeachingHelp(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is TaughtCommand command)
            {
                parseResult.InvocationConfiguration.Output.WriteLine(command.Lesson);
            }

            return result;
        }
    }

    private string Lesson => lesson;
}
