namespace IndustrialAgents.Routing;

/// <summary>Whether one expert can answer one request, health aside.</summary>
internal static class Fitness
{
    public static Fit Of(ExpertEntry entry, Request request, RouteOptions route, IExpertDirectory directory)
    {
        var manifest = entry.Expert.Manifest;
        return !Contains(manifest.Tasks, request.Task) ? Fit.Task
            : !HasInputs(manifest, request) ? Fit.Inputs
            : !IsForAsset(manifest, request.Asset) ? Fit.Asset
            : !IsNamed(entry, request.Constraints.Experts, directory) || !IsNamed(entry, route.Experts, directory) ? Fit.Names
            : !RunsOn(manifest, request.Constraints.Tiers) ? Fit.Tiers
            : manifest.Cost.PerRequest > Budget(request, route) ? Fit.Cost
            : Fit.Fits;
    }

    /// <summary>What all experts of a request together may cost.</summary>
    public static double Budget(Request request, RouteOptions route) =>
        Math.Min(request.Constraints.MaxCost ?? double.PositiveInfinity, route.MaxCost ?? double.PositiveInfinity);

    /// <summary>Whether request or route name this very version, so that a later one must not replace it.</summary>
    public static bool IsNamedByVersion(ExpertId id, Request request, RouteOptions route) =>
        Names(request.Constraints.Experts, id) || Names(route.Experts, id);

    private static bool Names(IReadOnlyList<string> names, ExpertId id)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (ExpertId.TryParse(names[i], out var named) && named == id)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(IReadOnlyList<ExpertTask> tasks, ExpertTask task)
    {
        for (var i = 0; i < tasks.Count; i++)
        {
            if (tasks[i] == task)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasInputs(Manifest manifest, Request request)
    {
        if (manifest.Inputs.Count == 0)
        {
            // An expert in code that lists no inputs takes any of its own modality.
            return HasInput(manifest.Modality, null, request.Inputs);
        }

        var any = false;
        for (var i = 0; i < manifest.Inputs.Count; i++)
        {
            var input = manifest.Inputs[i];
            var present = HasInput(input.Kind, input.Name, request.Inputs);
            if (!present && !input.Optional)
            {
                return false;
            }

            any |= present;
        }

        return any;
    }

    private static bool HasInput(Modality kind, string? name, IReadOnlyList<RequestInput> inputs)
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            if ((kind == Modality.Multimodal || inputs[i].Modality == kind) && (name is null || inputs[i].Name == name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsForAsset(Manifest manifest, AssetPath? asset)
    {
        if (manifest.Assets.Count == 0)
        {
            return true;
        }

        for (var i = 0; i < manifest.Assets.Count; i++)
        {
            if (asset?.IsWithin(manifest.Assets[i]) ?? false)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamed(ExpertEntry entry, IReadOnlyList<string> names, IExpertDirectory directory)
    {
        if (names.Count == 0)
        {
            return true;
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Contains('@') ? directory.Find(names[i])?.Id == entry.Id : names[i] == entry.Expert.Manifest.Name)
            {
                return true;
            }
        }

        return false;
    }

    private static bool RunsOn(Manifest manifest, IReadOnlyList<Tier> allowed)
    {
        var tiers = manifest.Hardware.Tiers;
        if (allowed.Count == 0 || tiers.Count == 0)
        {
            return true;
        }

        for (var i = 0; i < tiers.Count; i++)
        {
            for (var j = 0; j < allowed.Count; j++)
            {
                if (tiers[i] == allowed[j])
                {
                    return true;
                }
            }
        }

        return false;
    }
}
