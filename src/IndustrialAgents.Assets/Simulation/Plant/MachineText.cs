namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// Work orders as fitters type them: a phrase of the mode in one of several wordings, a symptom that several modes share, nothing to the point, or the
/// words of another mode where the writer was mistaken; with abbreviations and slips of the keyboard. Simulated; thread-safe.
/// </summary>
internal static class MachineText
{
    private const double SymptomShare = 0.3;
    private const double SlipShare = 0.35;

    private static readonly string[] Openings = ["", "", "pls check, ", "u/s - ", "operator reports ", "night shift: ", "insp. found ", "again: ", "WO: "];
    private static readonly string[] Closings = ["", "", "", " since yesterday", ", urgent", " after start", " pls plan repair", " (2nd time)", " at full load"];

    private static readonly string[] Vague =
        ["{0} not running right", "check {0}", "{0} needs attention", "problem with {0}", "{0} alarm", "look at {0} when possible", "{0} strange", "fault on {0}"];

    /// <summary>Writes one text.</summary>
    public static string Create(MachineKind kind, string mode, double vagueShare, double mistakenShare, Random random)
    {
        var modes = MachineModes.Of(kind);
        var draw = random.NextDouble();
        var about = draw < mistakenShare ? modes[random.Next(modes.Count)] : mode;
        var symptoms = MachinePhrases.Symptoms(kind, about);
        var phrases = draw >= 1 - vagueShare ? Vague
            : symptoms.Count > 0 && random.NextDouble() < SymptomShare ? symptoms
            : MachinePhrases.Of(kind, about);
        var text = Pick(Openings, random) + Pick(phrases, random).Replace("{0}", Pick(MachinePhrases.Units(kind), random), StringComparison.Ordinal) + Pick(Closings, random);
        return random.NextDouble() < SlipShare ? Slip(text, random) : text;
    }

    private static string Pick(IReadOnlyList<string> choices, Random random) => choices[random.Next(choices.Count)];

    // Two letters change places, or one is left out.
    private static string Slip(string text, Random random)
    {
        var at = random.Next(text.Length - 1);
        return random.Next(2) == 0 ? text.Remove(at, 1) : text[..at] + text[at + 1] + text[at] + text[(at + 2)..];
    }
}
