using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts.Language.Tests.Support;

/// <summary>Keeps what it is told.</summary>
internal sealed class ListLogger : ILogger<LocalExpertDirectory>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    public IReadOnlyList<string> Warnings => [.. _lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Text)];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, formatter(state, exception)));
}
