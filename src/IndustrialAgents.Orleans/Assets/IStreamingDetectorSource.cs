namespace IndustrialAgents.Orleans.Assets;

/// <summary>Makes the row-by-row form of detectors that were fitted: what the host brings for the modalities it knows. Thread-safe.</summary>
public interface IStreamingDetectorSource
{
    /// <summary>The detector of an expert's folder, in a state that has seen nothing.</summary>
    /// <param name="folder">The folder, with manifest and model.</param>
    /// <exception cref="IndustrialAgentsException">The expert is no detector that was fitted here.</exception>
    /// <exception cref="IOException">The model cannot be read.</exception>
    IStreamingDetector Load(string folder);
}
