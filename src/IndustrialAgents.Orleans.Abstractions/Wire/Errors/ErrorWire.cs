using System.Runtime.ExceptionServices;
using System.Text;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>What every error carries: its message, its causes as text and where it was thrown.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal record struct ErrorWire : IWireForm<IndustrialAgentsException, ErrorWire>
{
    private const int MaxCauses = 8;
    private const int MaxText = 16 * 1024;

    [Id(0)]
    public WireText Message;

    [Id(1)]
    public WireText Cause;

    [Id(2)]
    public WireText StackTrace;

    /// <summary>The message; empty where there is none.</summary>
    public readonly string Text => Message.OrEmpty;

    /// <summary>The cause as an error with the causes' text; null where there was none.</summary>
    public readonly IndustrialAgentsException? InnerException => Cause.Value is { } cause ? new IndustrialAgentsException(cause) : null;

    public static ErrorWire From(IndustrialAgentsException value) => From(value, "");

    public readonly IndustrialAgentsException ToValue() => Thrown(new IndustrialAgentsException(Text, InnerException));

    /// <summary>Takes up an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="prefix">What its type puts before its message, and puts there again when it is made anew.</param>
    public static ErrorWire From(Exception error, string prefix) => new()
    {
        Message = error.Message.StartsWith(prefix, StringComparison.Ordinal) ? error.Message[prefix.Length..] : error.Message,
        Cause = CauseOf(error),
        StackTrace = error.StackTrace is { } trace ? Excerpt.Of(trace, MaxText) : null,
    };

    /// <summary>The error, as thrown where it was.</summary>
    public readonly T Thrown<T>(T error)
        where T : Exception
    {
        if (StackTrace.Value is { } trace)
        {
            ExceptionDispatchInfo.SetRemoteStackTrace(error, trace);
        }

        return error;
    }

    private static string? CauseOf(Exception error)
    {
        if (error.InnerException is null)
        {
            return null;
        }

        var text = new StringBuilder();
        var cause = error.InnerException;
        for (var i = 0; i < MaxCauses && cause is not null && text.Length < MaxText; i++, cause = cause.InnerException)
        {
            // The base itself is what a cause became on the way here: it is text already.
            var kind = cause.GetType() == typeof(IndustrialAgentsException) ? "" : cause.GetType().Name + ": ";
            text.Append(i == 0 ? "" : " <- ").Append(kind).Append(cause.Message);
        }

        return Excerpt.Of(text.ToString(), MaxText);
    }
}
