using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Onnx.Graphs;
using IndustrialAgents.Orleans.Assets;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>The fitted anomaly detectors in the form that judges sensor rows one by one.</summary>
internal sealed class FittedDetectors : IStreamingDetectorSource
{
    /// <inheritdoc/>
    public IStreamingDetector Load(string folder)
    {
        try
        {
            return StreamingDetectors.Load(folder);
        }
        catch (CorruptGraphException e)
        {
            throw new IndustrialAgentsException(e.Message, e);
        }
    }
}
