namespace IndustrialAgents;

/// <summary>An expert that can give its text out while it writes it. Thread-safe.</summary>
public interface IStreamingExpert : IExpert
{
    /// <summary>Whether it does. Where it does not, such as one that stands for another, the text comes in one piece once it is whole.</summary>
    bool Streams => true;

    /// <summary>Answers one validated request with a generated text, piece by piece. Errors are those of <see cref="IExpert.AskAsync"/>.</summary>
    /// <returns>Pieces of the text in their order, and last an update with the whole reply and no text. What was given out is not taken back.</returns>
    IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, CancellationToken cancellationToken);
}
