namespace IndustrialAgents;

/// <summary>
/// A question about an asset: a task and the evidence for it. Check it with <see cref="RequestValidation.Validate"/> where it enters.
/// Immutable and thread-safe.
/// </summary>
public sealed record Request
{
    /// <summary>What is asked.</summary>
    public required ExpertTask Task { get; init; }

    /// <summary>The evidence, at least one input.</summary>
    public required IReadOnlyList<RequestInput> Inputs { get; init; }

    /// <summary>The caller's own id of the request, carried into the answer; null where it has none.</summary>
    public string? Id { get; init; }

    /// <summary>The asset asked about; null where there is none.</summary>
    public AssetPath? Asset { get; init; }

    /// <summary>Operating regime of the asset as far as it is known, such as <c>start-up</c>; experts' records are kept by it.</summary>
    public string? Regime { get; init; }

    /// <summary>Name of the route; null for the default one.</summary>
    public string? Route { get; init; }

    /// <summary>What the task needs to know beyond its inputs.</summary>
    public RequestParameters Parameters { get; init; } = RequestParameters.Default;

    /// <summary>Limits on how the request is answered.</summary>
    public RequestConstraints Constraints { get; init; } = RequestConstraints.None;

    /// <summary>The first input of a type, by name where one is given; null where the request has none.</summary>
    public T? Find<T>(string? name = null)
        where T : RequestInput
    {
        foreach (var input in Inputs)
        {
            if (input is T match && (name is null || input.Name == name))
            {
                return match;
            }
        }

        return null;
    }
}
