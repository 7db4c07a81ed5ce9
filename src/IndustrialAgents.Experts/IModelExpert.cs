namespace IndustrialAgents.Experts;

/// <summary>An expert whose model callers may also feed with tensors themselves, as the Open Inference Protocol does. Thread-safe.</summary>
public interface IModelExpert : IExpert
{
    /// <summary>The model; null for an expert that is code only. Its outputs are passed on as they are, NaN included.</summary>
    IModelRunner? Model { get; }
}
