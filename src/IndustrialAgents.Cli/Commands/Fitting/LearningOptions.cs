using System.CommandLine;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>The options by which an expert that kept its sums learns on.</summary>
/// <param name="whatIsForgotten">What <c>--forget</c> takes.</param>
/// <param name="helpName">The word for its value.</param>
internal sealed class LearningOptions(string whatIsForgotten, string helpName)
{
    private readonly Option<DirectoryInfo?> _from = new("--from") { Description = "Learn on from this expert: --data is added to what it has seen.", HelpName = "FOLDER" };
    private readonly Option<string[]> _forget = new("--forget") { Description = $"With --from: {whatIsForgotten}", HelpName = helpName };
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
    public LearningPlan Read(ParseResult parsed, bool hasData)
    {
        var plan = new LearningPlan(parsed.GetValue(_from), parsed.GetValue(_like), parsed.GetValue(_forget) ?? [], parsed.GetValue(_merge) ?? []);
        if (plan.From is not null)
        {
            InvalidRequestException.Require(plan.Like is null, "--like", "does not go with --from; the first begins anew, the second learns on");
            InvalidRequestException.Require(hasData || plan.Forget.Count + plan.Merge.Count > 0, "--from", "needs something to learn: --data, --forget or --merge");
        }
        else
        {
            InvalidRequestException.Require(plan.Forget.Count == 0, "--forget", "needs --from: only an expert that has learned something can forget it");
            InvalidRequestException.Require(plan.Merge.Count == 0, "--merge", "needs --from: name the expert to merge into");
            InvalidRequestException.Require(hasData, "--data", "name what is to be learned");
        }

        return plan;
    }
}
