using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.Experts;

/// <summary>The options of one step of a manifest, read as a record of the step's own.</summary>
/// <param name="source">What the manifest is called in errors.</param>
/// <param name="field">Path of the step in the manifest, such as <c>inputs[0].preprocess</c>.</param>
/// <param name="step">The step.</param>
public sealed class StepOptions(string source, string field, ManifestStep step)
{
    private static readonly JsonSerializerOptions Strict = new(ContractJson.Options)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads the options; an option that <typeparamref name="T"/> does not have is an error, so that a slip of the pen is found.</summary>
    /// <exception cref="InvalidManifestException">An option is unknown, missing or of the wrong kind.</exception>
    public T Read<T>()
        where T : class
    {
        try
        {
            return JsonSerializer.SerializeToElement(step.Options, ContractJson.Options).Deserialize<T>(Strict)
                ?? throw Invalid(null, "is null");
        }
        catch (JsonException e)
        {
            throw Invalid(e.Path is null or "$" ? null : e.Path.TrimStart('$', '.'), e.Message);
        }
    }

    /// <summary>Throws unless something holds of an option.</summary>
    /// <param name="holds">What must hold.</param>
    /// <param name="option">The option.</param>
    /// <param name="message">What is wrong with it and what would be right.</param>
    /// <exception cref="InvalidManifestException">It does not hold.</exception>
    public void Require(bool holds, string option, string message)
    {
        if (!holds)
        {
            throw Invalid(option, message);
        }
    }

    /// <summary>An error about one option.</summary>
    /// <param name="option">The option; null for the step as a whole.</param>
    /// <param name="message">What is wrong with it and what would be right.</param>
    public InvalidManifestException Invalid(string? option, string message) =>
        new(source, option is null ? field : $"{field}.{option}", $"{message} (step '{step.Use}')");
}
