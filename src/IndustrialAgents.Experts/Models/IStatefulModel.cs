namespace IndustrialAgents.Experts;

/// <summary>A model held ready to be run step by step, whose states stay where they are. Thread-safe. Dispose it after its states.</summary>
public interface IStatefulModel : IDisposable
{
    /// <summary>A state before the first run: no time.</summary>
    IModelState Start(int rows);

    /// <summary>
    /// Copies rows of states into a new one: as long as the longest of them, shorter ones filled with zeros at their beginning. The states they come
    /// from stay as they are.
    /// </summary>
    IModelState Pack(IReadOnlyList<StateRow> rows);
}
