namespace IndustrialAgents.Cli;

/// <summary>Turns errors into one line on standard error and an exit code.</summary>
internal static class Guard
{
    /// <summary>Runs a command; Ctrl+C cancels it.</summary>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> command)
    {
        using var cancelled = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            try
            {
                cancelled.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The command line's own handler of the signal was first, and the command is over.
            }
        };
        try
        {
            return await command(cancelled.Token).ConfigureAwait(false);
        }
        catch (Bench.SiloMissingException e)
        {
            return await ReportAsync(e.Message, ExitCode.Missing).ConfigureAwait(false);
        }
        catch (Experts.ModelHubUnreachableException e)
        {
            return await ReportAsync(e.Message, ExitCode.Missing).ConfigureAwait(false);
        }
        catch (IndustrialAgentsException e)
        {
            return await ReportAsync(e.Message, ExitCode.WrongInput).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            return await ReportAsync($"the node cannot be reached: {e.Message}; start one with 'ia serve'", ExitCode.Missing).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await ReportAsync(e.Message, ExitCode.WrongInput).ConfigureAwait(false);
        }
        catch (DllNotFoundException e)
        {
            return await ReportAsync(e.Message, ExitCode.Missing).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return await ReportAsync("cancelled", ExitCode.Failed).ConfigureAwait(false);
        }
    }

    private static async Task<int> ReportAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync($"ia: {message}").ConfigureAwait(false);
        return exitCode;
    }
}
