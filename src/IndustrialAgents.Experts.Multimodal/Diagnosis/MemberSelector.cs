namespace IndustrialAgents.Experts.Multimodal;

/// <summary>Picks the experts that a diagnosis of one request can be made from. Thread-safe.</summary>
internal sealed class MemberSelector(IExpertDirectory directory, DiagnoseOptions options, ExpertId self)
{
    /// <summary>The members whose inputs the request has, in order of name and version.</summary>
    public IReadOnlyList<MemberChoice> Pick(Request request)
    {
        var members = options.Members.Count > 0
            ? options.Members.Select(member => (Entry: directory.Find(member.Expert), Member: member))
            : directory.Experts.Where(IsMember).Select(entry => (Entry: (ExpertEntry?)entry, Member: new DiagnoseMember(entry.Expert.Manifest.Name)));
        return
        [
            .. from member in members
               let manifest = member.Entry?.Expert.Manifest
               where manifest is not null && IsOther(manifest) && member.Entry!.Health == ExpertHealth.Ready && CanAnswer(manifest, request)
               let task = manifest.Tasks.Contains(ExpertTask.Classify) ? ExpertTask.Classify : ExpertTask.Detect
               where manifest.Tasks.Contains(task)
               orderby manifest.Name, manifest.Version
               select new MemberChoice(member.Entry!, task, member.Member),
        ];
    }

    /// <summary>Members that the options name and that are not known here.</summary>
    public IEnumerable<string> Missing() => options.Members.Select(member => member.Expert).Where(name => directory.Find(name) is null);

    // The latest version of each name speaks.
    private bool IsMember(ExpertEntry entry) =>
        entry.Expert.Manifest.FailureModes.Count > 0 && (directory.Find(entry.Expert.Manifest.Name)?.Id ?? entry.Id) == entry.Id;

    // A diagnosis that asks another one could ask itself in the end.
    private bool IsOther(Manifest manifest) => manifest.Id != self && manifest.Code?.Use != DiagnoseExpert.Use;

    /// <summary>Whether an expert takes a request: inputs, asset, tier and cost.</summary>
    public static bool CanAnswer(Manifest manifest, Request request) =>
        HasInputs(manifest, request)
        && (manifest.Assets.Count == 0 || (request.Asset is { } asset && manifest.Assets.Any(asset.IsWithin)))
        && (manifest.Hardware.Tiers.Count == 0 || request.Constraints.Tiers.Count == 0 || manifest.Hardware.Tiers.Intersect(request.Constraints.Tiers).Any())
        && !(manifest.Cost.PerRequest > request.Constraints.MaxCost);

    private static bool HasInputs(Manifest manifest, Request request)
    {
        if (manifest.Inputs.Count == 0)
        {
            return request.Inputs.Any(input => input.Modality == manifest.Modality);
        }

        var present = manifest.Inputs.Select(wanted => (
            Has: request.Inputs.Any(input => input.Modality == wanted.Kind && (wanted.Name is null || input.Name == wanted.Name)), wanted.Optional)).ToArray();
        return present.Any(input => input.Has) && present.All(input => input.Has || input.Optional);
    }
}
