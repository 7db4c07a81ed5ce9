namespace IndustrialAgents.Cli.Demo;

/// <summary>What a demonstration plays: simulated or recorded.</summary>
internal interface IDemoScenario
{
    /// <summary>What is played, in one line.</summary>
    string Title { get; }

    /// <summary>What a viewer must know to read the result rightly.</summary>
    string Remark { get; }

    /// <summary>Fits the experts, writes their folders, and makes the streams.</summary>
    IReadOnlyList<DemoStream> Prepare(string expertsFolder, IProgress<string> progress);

    /// <summary>The picture and the work order that come with an alarm.</summary>
    /// <param name="truth">What is really the matter.</param>
    DemoEvidence Evidence(string truth);
}
