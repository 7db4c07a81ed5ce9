using System.CommandLine;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>The options by which an expert that kept its sums learns on.</summary>
/// <typeparam name="T">What is forgotten: files, or files and folders.</typeparam>
internal sealed class LearningOptions<T>(string whatIsForgotten, string helpName)
{
    private readonly Option<DirectoryInfo?> _from = new("--from") { Description = "Learn on from this expert: --data is added to what it has seen.", HelpName = "FOLDER" };
    private readonly Option<T[]> _forget = new("--forget") { Description = $"With --from: {whatIsForgotten}", HelpName = helpName };
    private readonly Option<DirectoryInfo[]> _merge = new("--merge") { Description = "With --from: another expert, begun with --like, whose data counts as well.", HelpName = "FOLDER" };
    private readonly Option<DirectoryInfo?> _like = new("--like") { Description = "Fit --data alone with what this expert decided, so that the two can be merged.", HelpName = "FOLDER" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_from);
        command.Add(_forget);
        command.Add(_merge);
        command.Add(_like);
    }

    /// <summary>What was asked for, checked against each other.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="hasData">Whether there is data to learn.</param>
    /// <exception cref="InvalidRequestException">Options are missing or do not go together.</exception>
    public (DirectoryInfo? From, DirectoryInfo? Like, T[] Forget, DirectoryInfo[] Merge) Read(ParseResult parsed, bool hasData)
    {
        var (from, like, forget, merge) = (parsed.GetValue(_from), parsed.GetValue(_like), parsed.GetValue(_forget) ?? [], parsed.GetValue(_merge) ?? []);
        if (from is not null)
        {
            InvalidRequestException.Require(like is null, "--like", "does not go with --from; the first begins anew, the second learns on");
            InvalidRequestException.Require(hasData || forget.Length + merge.Length > 0, "--from", "needs something to learn: --data, --forget or --merge");
        }
        else
        {
            InvalidRequestException.Require(forget.Length == 0, "--forget", "needs --from: only an expert that has learned something can forget it");
            InvalidRequestException.Require(merge.Length == 0, "--merge", "needs --from: name the expert to merge into");
            InvalidRequestException.Require(hasData, "--data", "name what is to be learned");
        }

        return (from, like, forget, merge);
    }
}
