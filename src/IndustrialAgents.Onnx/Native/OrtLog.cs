using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IndustrialAgents.Onnx;

/// <summary>Carries ONNX Runtime's log lines into the logger that the application gave.</summary>
internal static partial class OrtLog
{
    private static volatile ILogger _logger = NullLogger.Instance;

    /// <summary>Where lines go.</summary>
    public static ILogger Logger
    {
        get => _logger;
        set => _logger = value;
    }

    /// <summary>The lowest severity (<c>OrtLoggingLevel</c>) that the logger wants, at least warning so that formatting costs nothing unasked.</summary>
    public static int Severity() => _logger switch
    {
        var logger when logger.IsEnabled(LogLevel.Trace) => 0,
        var logger when logger.IsEnabled(LogLevel.Debug) => 1,
        _ => 2,
    };

    /// <summary>Writes one line. Never throws: the caller is native code.</summary>
    public static void Write(int severity, string? category, string? location, string? message)
    {
        try
        {
            var (logger, level) = (_logger, Level(severity));
            if (logger.IsEnabled(level))
            {
                Native(logger, level, message ?? "", category ?? "", location ?? "");
            }
        }
#pragma warning disable CA1031 // an exception must not pass through native frames
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>The library's informational lines are of interest to its developers: they count as debugging here.</summary>
    private static LogLevel Level(int severity) => severity switch
    {
        0 => LogLevel.Trace,
        1 => LogLevel.Debug,
        2 => LogLevel.Warning,
        3 => LogLevel.Error,
        _ => LogLevel.Critical,
    };
}
