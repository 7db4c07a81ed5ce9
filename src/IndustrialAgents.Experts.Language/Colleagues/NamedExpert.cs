namespace IndustrialAgents.Experts.Language;

/// <summary>Another expert of the node that an option names: found at each request, for it may come, change and leave. Thread-safe.</summary>
/// <param name="asker">The expert whose option it is.</param>
/// <param name="option">The option.</param>
/// <param name="name">The other's name or <c>name@version</c>.</param>
/// <param name="task">What it is asked for.</param>
/// <param name="directory">Where it is found.</param>
/// <param name="time">The clock of deadlines.</param>
internal sealed class NamedExpert(ExpertId asker, string option, string name, ExpertTask task, IExpertDirectory directory, TimeProvider time)
{
    /// <summary>Throws unless an option names another expert than the one it belongs to.</summary>
    /// <exception cref="InvalidManifestException">It names none, or its own.</exception>
    public static void Require(StepContext context, string option, string? name, ExpertTask task) => context.Options.Require(
        !string.IsNullOrWhiteSpace(name) && name != context.Manifest.Name && name != context.Manifest.Id.ToString(),
        option,
        $"is '{name}'; name another expert that answers {task.ToString().ToLowerInvariant()}");

    /// <summary>The expert as it is now.</summary>
    /// <exception cref="ExpertFailedException">It is not there, cannot be asked, or does not answer the task.</exception>
    public ExpertEntry Find()
    {
        var verb = task.ToString().ToLowerInvariant();
        var entry = directory.Find(name) ?? throw new ExpertFailedException(asker, $"there is no expert '{name}' to {verb}; add it, or name another in option {option}");
        return entry.Health != ExpertHealth.Ready
            ? throw new ExpertFailedException(asker, $"{entry.Id}, which option {option} names, is {entry.Health}")
            : !entry.Expert.Manifest.Tasks.Contains(task) ? throw new ExpertFailedException(asker, $"{entry.Id} does not answer {verb}; name one that does in option {option}") : entry;
    }

    /// <summary>How long it may be waited for: some time is kept back, so that the asker's own answer is there before the caller gives up.</summary>
    /// <param name="request">The request, whose deadline holds.</param>
    /// <param name="mostSeconds">The longest wait.</param>
    /// <exception cref="DeadlineExceededException">The deadline has passed.</exception>
    public TimeSpan Wait(Request request, double mostSeconds)
    {
        var most = TimeSpan.FromSeconds(mostSeconds);
        if (request.Constraints.Deadline is not { } deadline)
        {
            return most;
        }

        var left = (deadline - time.GetUtcNow()) * 0.95;
        return left <= TimeSpan.Zero ? throw new DeadlineExceededException($"{asker}: the deadline had passed before {name} was asked") : left < most ? left : most;
    }

    /// <summary>Asks, and gives up on an expert that does not end, also where it does not listen to cancellation.</summary>
    /// <param name="entry">The expert, as <see cref="Find"/> found it.</param>
    /// <param name="request">What it is asked.</param>
    /// <param name="wait">How long it is waited for.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="DeadlineExceededException">It had not answered in time.</exception>
    public async Task<ExpertReply> AskAsync(ExpertEntry entry, Request request, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(wait, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await Task.Run(async () => await entry.Expert.AskAsync(request, linked.Token).ConfigureAwait(false), CancellationToken.None).WaitAsync(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeadlineExceededException($"{asker}: {entry.Id} had not answered within {wait.TotalSeconds:0.#} s");
        }
    }
}
