using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

/// <summary>
/// An expert with work of its own beside requests, such as watching a folder. It is started once it is in a directory: one that is only made to be checked
/// does nothing. What it began ends when it is disposed.
/// </summary>
public interface IResidentExpert : IExpert
{
    /// <summary>Begins its work and returns; called once.</summary>
    /// <param name="logger">Told what happens meanwhile.</param>
    void Start(ILogger logger);
}
