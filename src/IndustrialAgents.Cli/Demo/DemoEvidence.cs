namespace IndustrialAgents.Cli.Demo;

/// <summary>The picture and the work order that come with an alarm.</summary>
/// <param name="Inputs">The two.</param>
/// <param name="Shows">The failure mode they show, against which the picture and text experts are judged.</param>
internal sealed record DemoEvidence(IReadOnlyList<RequestInput> Inputs, string Shows);
