namespace IndustrialAgents;

/// <summary>Kind of data an expert works on.</summary>
public enum Modality
{
    /// <summary>Text: work orders, manuals, questions.</summary>
    Language,

    /// <summary>Images.</summary>
    Vision,

    /// <summary>Windows of sensor values.</summary>
    TimeSeries,

    /// <summary>Raw tensors: rows of process values, bytes, whatever a model takes as it is.</summary>
    Tensor,

    /// <summary>Several of the others together.</summary>
    Multimodal,
}
