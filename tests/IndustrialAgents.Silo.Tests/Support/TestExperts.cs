using IndustrialAgents.Experts.Language;

namespace IndustrialAgents.Silo.Tests.Support;

/// <summary>Small experts with real models.</summary>
internal static class TestExperts
{
    private static readonly (string Text, string Label)[] Examples =
    [
        ("seal leaks at the shaft", "leak"), ("water below the pump, seal wet", "leak"), ("dripping flange", "leak"), ("oil drips from the seal", "leak"),
        ("bearing hums and is hot", "wear"), ("loud bearing noise", "wear"), ("vibration at the bearing", "wear"), ("grinding noise, bearing hot", "wear"),
        ("runs as ever", "normal"), ("nothing to report", "normal"), ("inspection done, all fine", "normal"), ("quiet and dry", "normal"),
    ];

    /// <summary>Fits a classifier of texts and saves its folder.</summary>
    /// <returns>The folder.</returns>
    public static string SaveTexts(string parent, string name, string version)
    {
        var folder = Path.Combine(parent, $"{name}-{version}");
        NgramClassifier.Fit(Examples, new NgramClassifierOptions { Name = name, Version = version }).Save(folder);
        return folder;
    }

    /// <summary>A question that it takes.</summary>
    public static Request Question(string text = "the seal drips", DateTimeOffset? deadline = null) => new()
    {
        Task = ExpertTask.Classify,
        Inputs = [new TextInput(text)],
        Constraints = new RequestConstraints { Deadline = deadline },
    };
}
