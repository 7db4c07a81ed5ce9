using System.Diagnostics;
using IndustrialAgents.Assets;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace IndustrialAgents.Cli.Demo;

/// <summary>Plays a scenario on a node of its own, in a temporary folder, and shows what comes out.</summary>
internal sealed class DemoRun(IDemoScenario scenario, TimeSpan pause)
{
    private const int WholeAnswers = 3;

    private readonly DetectionScore _detection = new();
    private readonly SortedDictionary<string, ExpertScore> _experts = new(StringComparer.Ordinal);
    private readonly ExpertScore _atFaults = new();
    private readonly ExpertScore _atFalseAlarms = new();
    private readonly Dictionary<string, (double Before, double After)> _gate = [];
    private int _answers;

    /// <summary>Plays it to its end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("ia-demo-");
        try
        {
            AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(scenario.Title)}[/]") { Justification = Justify.Left });
            AnsiConsole.MarkupLineInterpolated($"[grey]{scenario.Remark}[/]");
            var experts = folder.CreateSubdirectory("experts").FullName;
            var streams = await WorkProgress.RunAsync("fitting experts", progress => Task.Run(() => scenario.Prepare(experts, progress), cancellationToken)).ConfigureAwait(false);
            var fitted = clock.Elapsed;

            var options = new NodeOptions { DataFolder = folder.CreateSubdirectory("data").FullName, ExpertFolders = [experts] };
            await using var node = await EmbeddedNode.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            AnsiConsole.MarkupLineInterpolated($"{node.Directory.Experts.Count} experts fitted in {fitted.TotalSeconds:0.0} s and written as ONNX models; {streams.Count} assets under watch");
            await PlayAsync(node, streams, cancellationToken).ConfigureAwait(false);
            DemoReport.Write(_detection, _experts, _atFaults, _atFalseAlarms, _gate, clock.Elapsed);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task PlayAsync(EmbeddedNode node, IReadOnlyList<DemoStream> streams, CancellationToken cancellationToken)
    {
        var running = streams.Select(stream => (stream.Agent, Rows: stream.Rows.GetEnumerator())).ToList();
        while (running.Count > 0)
        {
            for (var i = running.Count - 1; i >= 0; i--)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (agent, rows) = running[i];
                if (!rows.MoveNext())
                {
                    rows.Dispose();
                    running.RemoveAt(i);
                    continue;
                }

                await TakeAsync(node, agent, rows.Current, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask TakeAsync(EmbeddedNode node, AssetAgent agent, DemoRow row, CancellationToken cancellationToken)
    {
        var change = agent.Push(row.Time, row.Values.Span);
        _detection.Count(agent.Asset, row.IsFault, agent.Open is not null, change == AlarmChange.Raised);
        if (change == AlarmChange.Raised)
        {
            await ConfirmAsync(node, agent, row, cancellationToken).ConfigureAwait(false);
            await DiagnoseAsync(node, agent, row, cancellationToken).ConfigureAwait(false);
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks every detector of the asset; what was really the matter then moves the weights of the gate.</summary>
    private async Task ConfirmAsync(EmbeddedNode node, AssetAgent agent, DemoRow row, CancellationToken cancellationToken)
    {
        var answer = await node.Router.AskAsync(
            new Request { Task = ExpertTask.Detect, Asset = agent.Asset, Inputs = [new SeriesInput(agent.Window())] }, cancellationToken).ConfigureAwait(false);
        Count(node, answer.Contributions, row.Truth);
        var receipt = await node.Router.FeedbackAsync(
            new Feedback { DecisionId = answer.DecisionId, Label = row.IsFault ? "anomaly" : DemoRow.Normal, Source = "labels" }, cancellationToken).ConfigureAwait(false);
        foreach (var loss in receipt.Losses)
        {
            var kind = KindOf(loss.Expert);
            _gate[kind] = (_gate.TryGetValue(kind, out var known) ? known.Before : loss.ScoreBefore, loss.ScoreAfter);
        }
    }

    private async Task DiagnoseAsync(EmbeddedNode node, AssetAgent agent, DemoRow row, CancellationToken cancellationToken)
    {
        var evidence = scenario.Evidence(row.Truth);
        var answer = await agent.DiagnoseAsync(node.Router, evidence.Inputs, cancellationToken).ConfigureAwait(false);
        await node.Router.FeedbackAsync(new Feedback { DecisionId = answer.DecisionId, Label = row.Truth, Source = "labels" }, cancellationToken).ConfigureAwait(false);
        foreach (var contribution in answer.Contributions)
        {
            (row.IsFault ? _atFaults : _atFalseAlarms).Count(contribution, NoFailureModes, row.Truth);
            Count(node, contribution.Parts.Where(part => part.Output is not AnomalyScores), evidence.Shows);
        }

        Show(answer, agent.Asset, row);
    }

    private void Show(Answer answer, AssetPath asset, DemoRow row)
    {
        var right = answer.Output is ClassProbabilities classes && classes.Top().Label == row.Truth;
        if (_answers++ < WholeAnswers)
        {
            AnsiConsole.Write(AnswerView.Render(answer, $"{row.Time:HH:mm:ss} alarm at {asset}"));
            AnsiConsole.MarkupLineInterpolated($"   was: {row.Truth}");
        }
        else
        {
            var mark = right ? "[green]right[/]" : "[red]wrong[/]";
            var says = answer.Output is null ? "no expert answered" : OutputText.Describe(answer.Output);
            AnsiConsole.MarkupLine($"{row.Time:HH:mm:ss} {Markup.Escape(asset.ToString())}: {Markup.Escape(says)}  [grey]{answer.Elapsed.TotalMilliseconds:0} ms[/]  {mark}{(right ? "" : $", was {Markup.Escape(row.Truth)}")}");
        }
    }

    private void Count(EmbeddedNode node, IEnumerable<Contribution> contributions, string truth)
    {
        foreach (var contribution in contributions)
        {
            var kind = KindOf(contribution.Expert);
            if (!_experts.TryGetValue(kind, out var score))
            {
                _experts.Add(kind, score = new ExpertScore());
            }

            score.Count(contribution, node.Directory.Find(contribution.Expert.ToString())?.Expert.Manifest.FailureModes ?? NoFailureModes, truth);
        }
    }

    private static IReadOnlyDictionary<string, string> NoFailureModes { get; } = new Dictionary<string, string>();

    /// <summary>The detectors of the assets are experts of their own, named <c>kind.asset</c>; they are counted together.</summary>
    private static string KindOf(ExpertId expert) => expert.Name.Split('.')[0];
}
