using System.Diagnostics;
using Spectre.Console;

namespace IndustrialAgents.Cli.Rendering;

/// <summary>Shows that long work goes on: a spinner on a terminal, a line a step elsewhere. Goes to standard error, so that output can be piped.</summary>
internal static class WorkProgress
{
    private static readonly IAnsiConsole Error = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Runs work that reports its steps.</summary>
    /// <param name="what">What the work is called.</param>
    /// <param name="work">The work.</param>
    public static async Task<T> RunAsync<T>(string what, Func<IProgress<string>, Task<T>> work)
    {
        var clock = Stopwatch.StartNew();
        if (!Error.Profile.Capabilities.Interactive || Console.IsErrorRedirected)
        {
            return await work(new Steps(step => Console.Error.WriteLine($"  {what}: {step} ({clock.Elapsed.TotalSeconds:0} s)"))).ConfigureAwait(false);
        }

        return await Error.Status().StartAsync(
            Markup.Escape(what),
            context => work(new Steps(step => context.Status(Markup.Escape($"{what}: {step}"))))).ConfigureAwait(false);
    }

    // Not System.Progress<T>: that one reports from the thread pool, so steps could overtake one another.
    private sealed class Steps(Action<string> report) : IProgress<string>
    {
        public void Report(string value) => report(value);
    }
}
