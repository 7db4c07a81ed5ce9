namespace IndustrialAgents.Assets.Simulation;

/// <summary>
/// Short work-order texts as fitters type them: abbreviations, slips of the keyboard, and now and then words of another fault.
/// Simulated, seeded; thread-safe.
/// </summary>
public static class WorkOrderText
{
    private const double MisleadingShare = 0.08;
    private const double VagueShare = 0.1;
    private const double SlipShare = 0.25;

    private static readonly string[] Openings = ["", "pls check, ", "u/s - ", "operator reports ", "night shift: ", "insp. found "];
    private static readonly string[] Units = ["pump", "p/p", "unit", "motor", "drive end", "pmp 2", "feed pump"];

    private static readonly string[] Vague =
        ["{0} not running right", "check {0}", "{0} needs attention", "problem with {0}", "{0} alarm"];

    private static readonly Dictionary<SimulatedFailure, string[]> Phrases = new()
    {
        [SimulatedFailure.Normal] = ["routine inspection of {0}", "{0} running ok", "grease {0} as per schedule", "monthly service {0}", "no fault found on {0}"],
        [SimulatedFailure.BearingWear] = ["{0} bearing noisy", "brg hot on {0}", "{0} vibrating, brg worn", "grinding noise from {0}", "high vib {0} DE bearing", "replace bearings {0}"],
        [SimulatedFailure.SealLeak] = ["{0} leaking at seal", "mech seal drips on {0}", "water under {0}", "seal leak {0}", "{0} loses water, gland wet", "reseal {0}, leak"],
        [SimulatedFailure.Blockage] = ["{0} blocked", "no flow from {0}, strainer full", "{0} suction clogged", "clear blockage {0}", "scale build up in {0} line", "unblock {0} discharge"],
        [SimulatedFailure.ElectricalFault] = ["{0} trips on overload", "burnt smell at {0} terminal box", "{0} amps high, breaker tripped", "loose contact {0}", "{0} winding fault", "elec fault {0}"],
    };

    /// <summary>Writes one text.</summary>
    /// <param name="failure">The condition it is about.</param>
    /// <param name="random">Decides everything else about it.</param>
    public static string Create(SimulatedFailure failure, Random random)
    {
        var draw = random.NextDouble();
        var about = draw < MisleadingShare ? (SimulatedFailure)random.Next(Phrases.Count) : failure;
        var phrases = draw > 1 - VagueShare ? Vague : Phrases[about];
        var text = Pick(Openings, random) + Pick(phrases, random).Replace("{0}", Pick(Units, random), StringComparison.Ordinal);
        return random.NextDouble() < SlipShare ? Slip(text, random) : text;
    }

    private static string Pick(string[] choices, Random random) => choices[random.Next(choices.Length)];

    private static string Slip(string text, Random random)
    {
        var letters = text.ToCharArray();
        var at = random.Next(letters.Length - 1);
        (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
        return new string(letters);
    }
}
