namespace IndustrialAgents;

/// <summary>What is asked of an expert. The same words are used in manifests, on the wire and on the command line, in lower case.</summary>
public enum ExpertTask
{
    /// <summary>Name the class of the input: <see cref="ClassProbabilities"/>.</summary>
    Classify,

    /// <summary>Find anomalies in a series (<see cref="AnomalyScores"/>) or objects and defects in an image (<see cref="Detections"/>).</summary>
    Detect,

    /// <summary>Continue a series: <see cref="Forecast"/>.</summary>
    Forecast,

    /// <summary>Estimate quantities from other quantities (soft sensor, digital twin): <see cref="Estimate"/>.</summary>
    Regress,

    /// <summary>Map the input into a vector space: <see cref="Embedding"/>.</summary>
    Embed,

    /// <summary>Find documents: <see cref="Passages"/>.</summary>
    Retrieve,

    /// <summary>Answer a question: <see cref="GeneratedText"/>.</summary>
    Answer,

    /// <summary>Write text: <see cref="GeneratedText"/>.</summary>
    Generate,

    /// <summary>Lay out a sequence of steps: <see cref="GeneratedText"/> with one token a step.</summary>
    Plan,

    /// <summary>Say which failure mode is behind the evidence, across modalities: <see cref="ClassProbabilities"/>.</summary>
    Diagnose,

    /// <summary>Find what a text names, such as equipment, failures and actions: <see cref="ExtractedEntities"/>.</summary>
    Extract,
}
