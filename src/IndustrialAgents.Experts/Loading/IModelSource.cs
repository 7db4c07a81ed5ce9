namespace IndustrialAgents.Experts;

/// <summary>Where experts get their models from. Thread-safe.</summary>
public interface IModelSource
{
    /// <summary>The model of a manifest. Nothing is loaded before it is used. Dispose the runner, where it can be, once the expert is gone.</summary>
    /// <param name="manifest">The manifest; its first file is the model.</param>
    /// <param name="folder">The expert's folder.</param>
    IModelRunner Open(Manifest manifest, string folder);
}
