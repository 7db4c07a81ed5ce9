namespace IndustrialAgents.Assets.Simulation;

/// <summary>The words of <see cref="MachineText"/>: of each mode its own, and of symptoms that several modes have in common. Thread-safe.</summary>
internal static class MachinePhrases
{
    private static readonly Dictionary<MachineKind, string[]> UnitNames = new()
    {
        [MachineKind.Pump] = ["pump", "p/p", "feed pump", "pmp 2", "unit"],
        [MachineKind.Bearing] = ["bearing", "brg", "DE brg", "roller", "fan bearing"],
        [MachineKind.Conveyor] = ["conveyor", "conv", "belt drive", "line 3 belt", "motor"],
        [MachineKind.Press] = ["press", "press 4", "blanking press", "stamping line", "pr. 4"],
    };

    private static readonly string[] Normal =
        ["routine inspection of {0}", "{0} running ok", "grease {0} as per schedule", "monthly service {0}", "no fault found on {0}", "clean {0} and check, all good", "PM {0} done"];

    private static readonly Dictionary<(MachineKind, string), string[]> Own = new()
    {
        [(MachineKind.Pump, "bearing wear")] = ["{0} bearing worn", "brg play on {0}", "grinding noise from {0} bearing", "replace bearings {0}", "{0} DE bearing rough"],
        [(MachineKind.Pump, "seal leak")] = ["{0} leaking at seal", "mech seal drips on {0}", "water under {0}", "reseal {0}", "{0} gland wet"],
        [(MachineKind.Pump, "blockage")] = ["{0} blocked", "strainer full at {0}", "{0} suction clogged", "clear blockage {0}", "scale build up in {0} line"],
        [(MachineKind.Pump, "cavitation")] = ["{0} cavitating", "sounds like gravel in {0}", "{0} suction pressure too low", "impeller of {0} pitted", "air or vapour in {0}"],
        [(MachineKind.Bearing, "outer race")] = ["{0} outer ring spalled", "outer race damage {0}", "OR defect {0}", "{0} BPFO in spectrum", "flaking on outer ring of {0}"],
        [(MachineKind.Bearing, "inner race")] = ["{0} inner ring cracked", "inner race damage {0}", "IR defect {0}", "{0} BPFI in spectrum", "flaking on inner ring of {0}"],
        [(MachineKind.Bearing, "rolling element")] = ["ball damage in {0}", "{0} rolling element chipped", "{0} ball spin freq in spectrum", "dents on balls of {0}", "broken ball in {0}"],
        [(MachineKind.Bearing, "lubrication loss")] = ["{0} dry", "no grease in {0}", "{0} squeals, lube lost", "grease line of {0} empty", "relubricate {0}, ran dry"],
        [(MachineKind.Conveyor, "overload")] = ["{0} overloaded", "too much material on {0}", "{0} jammed, heavy load", "spillage, {0} full", "reduce feed to {0}"],
        [(MachineKind.Conveyor, "belt slip")] = ["{0} belt slips", "belt of {0} loose, retension", "{0} pulley glazed", "belt squeals on {0}", "{0} stops and goes, tension low"],
        [(MachineKind.Conveyor, "bearing wear")] = ["{0} bearing worn", "idler brg of {0} seized", "grinding at {0} drum bearing", "replace brg {0}", "{0} bearing rough"],
        [(MachineKind.Conveyor, "winding fault")] = ["{0} winding fault", "burnt smell at {0} terminal box", "insulation low on {0}", "phase unbalance {0}", "{0} winding short"],
        [(MachineKind.Press, "tool wear")] = ["{0} tool worn", "burr on parts from {0}", "regrind die of {0}", "cutting edge of {0} dull", "punch of {0} blunt"],
        [(MachineKind.Press, "lubrication loss")] = ["{0} slides dry", "no oil at {0} guides", "galling on {0} ram", "lube pump of {0} empty", "oil mist failed on {0}"],
        [(MachineKind.Press, "misalignment")] = ["{0} ram out of square", "die of {0} not centred", "{0} tilted, parts uneven", "align {0}", "one side of {0} cuts first"],
        [(MachineKind.Press, "clutch slip")] = ["{0} clutch slips", "clutch lining of {0} worn", "{0} slow strokes, clutch dusty", "air pressure clutch {0} low", "adjust clutch {0}"],
    };

    private static readonly (MachineKind Kind, string[] Modes, string[] Phrases)[] Shared =
    [
        (MachineKind.Pump, ["bearing wear", "cavitation"], ["{0} vibrates", "{0} noisy", "high vib {0}", "rattling from {0}"]),
        (MachineKind.Pump, ["blockage", "cavitation", "seal leak"], ["low flow from {0}", "{0} does not deliver", "tank not filled by {0}"]),
        (MachineKind.Bearing, ["outer race", "inner race", "rolling element"], ["{0} knocks", "{0} damaged", "high vib {0}", "change {0}"]),
        (MachineKind.Bearing, ["lubrication loss", "inner race"], ["{0} hot", "{0} runs warm and noisy"]),
        (MachineKind.Conveyor, ["overload", "winding fault"], ["{0} trips", "amps high on {0}", "{0} motor hot"]),
        (MachineKind.Conveyor, ["bearing wear", "belt slip"], ["{0} noisy", "squeak at {0}"]),
        (MachineKind.Press, ["tool wear", "misalignment"], ["parts from {0} bad", "{0} force high", "edge quality poor at {0}"]),
        (MachineKind.Press, ["clutch slip", "lubrication loss"], ["{0} slow", "{0} hot and slow", "{0} jerks"]),
    ];

    public static IReadOnlyList<string> Units(MachineKind kind) => UnitNames[kind];

    public static IReadOnlyList<string> Of(MachineKind kind, string mode) => mode == MachineModes.Normal ? Normal : Own[(kind, mode)];

    /// <summary>Phrases for what this mode has in common with others; none for normal.</summary>
    public static IReadOnlyList<string> Symptoms(MachineKind kind, string mode) =>
        [.. Shared.Where(shared => shared.Kind == kind && shared.Modes.Contains(mode)).SelectMany(shared => shared.Phrases)];
}
