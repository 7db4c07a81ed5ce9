using System.Runtime.CompilerServices;
using System.Text.Json;

namespace IndustrialAgents;

/// <summary>Checks requests where they enter, so that nothing behind has to. A request that holds costs no memory. Thread-safe.</summary>
public static partial class RequestValidation
{
    private const int MaxNameLength = 256;

    /// <summary>Throws unless every field of the request is within its contract and the limits.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">The largest request to accept.</param>
    /// <exception cref="InvalidRequestException">A field is wrong; the message names it, its value and the limit.</exception>
    public static void Validate(this Request request, RequestLimits limits)
    {
        Require(Enum.IsDefined(request.Task), "task", $"{request.Task} is not a task; use one of {Names<ExpertTask>()}");
        RequireName(request.Id, "id");
        RequireName(request.Route, "route");
        RequireName(request.Regime, "regime");
        Require(request.Inputs is { Count: > 0 }, "inputs", "a request needs at least one input");
        Require(request.Inputs!.Count <= limits.MaxInputs, "inputs", $"{request.Inputs.Count} inputs; at most {limits.MaxInputs} are accepted");
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            ValidateInput(request.Inputs[i], i, limits);
        }

        ValidateParameters(request.Parameters, limits);
        ValidateConstraints(request.Constraints);
    }

    private static void ValidateInput(RequestInput? input, int index, RequestLimits limits)
    {
        Require(input is not null, $"inputs[{index}]", "is null");
        Require(IsName(input!.Name), $"inputs[{index}].name", $"{Fault(input.Name)}");
        switch (input)
        {
            case TextInput text:
                Require(text.Text is not null, $"inputs[{index}].text", "is missing");
                Require(
                    text.Text!.Length <= limits.MaxTextLength,
                    $"inputs[{index}].text",
                    $"{text.Text.Length} characters; at most {limits.MaxTextLength} are accepted");
                Require(text.Role is null || Enum.IsDefined(text.Role.Value), $"inputs[{index}].role", $"{text.Role} is not a role; use one of {Names<ChatRole>()}");
                break;
            case ImageInput image:
                Require(!image.Data.IsEmpty, $"inputs[{index}].data", "is empty; send the bytes of a PNG, JPEG or BMP file");
                Require(
                    image.Data.Length <= limits.MaxImageBytes,
                    $"inputs[{index}].data",
                    $"{image.Data.Length} bytes; at most {limits.MaxImageBytes} are accepted");
                break;
            case SeriesInput series:
                Require(series.Series is not null, $"inputs[{index}].series", "is missing");
                ValidateSeries(series.Series!, index, limits);
                break;
            case TensorInput tensor:
                Require(tensor.Tensor is not null, $"inputs[{index}].tensor", "is missing");
                ValidateTensor(tensor.Tensor!, index, limits);
                break;
            default:
                throw new InvalidRequestException(
                    $"inputs[{index}]", $"{input.GetType().Name} is not an input that is known here; use text, image, series or tensor");
        }
    }

    private static void ValidateParameters(RequestParameters? parameters, RequestLimits limits)
    {
        Require(parameters is not null, "parameters", "is null");
        Require(
            parameters!.Horizon is null || (parameters.Horizon > 0 && parameters.Horizon <= limits.MaxHorizon),
            "parameters.horizon",
            $"{parameters.Horizon} steps; it must lie between 1 and {limits.MaxHorizon}");
        Require(parameters.Top is null or > 0, "parameters.top", $"{parameters.Top} passages; it must be positive");
        Require(parameters.MaxTokens is null or > 0, "parameters.maxTokens", $"{parameters.MaxTokens} tokens; it must be positive");
        if (parameters.Sampling is { } sampling)
        {
            ValidateSampling(sampling);
        }
    }

    private static void ValidateConstraints(RequestConstraints? constraints)
    {
        Require(constraints is not null, "constraints", "is null");
        Require(
            constraints!.MaxCost is null or (>= 0 and < double.PositiveInfinity),
            "constraints.maxCost",
            $"{constraints.MaxCost} is not a cost; it must be finite and not negative");
        Require(constraints.MaxExperts is null or > 0, "constraints.maxExperts", $"{constraints.MaxExperts} experts; it must be positive");
        Require(
            constraints.AbstainBelow is null or (>= 0 and <= 1),
            "constraints.abstainBelow",
            $"{constraints.AbstainBelow} is not a confidence; it must lie between 0 and 1");
        Require(constraints.Tiers is not null, "constraints.tiers", "is null; leave it out to allow all");
        Require(constraints.Experts is not null, "constraints.experts", "is null; leave it out to allow all");
        for (var i = 0; i < constraints.Tiers!.Count; i++)
        {
            Require(Enum.IsDefined(constraints.Tiers[i]), $"constraints.tiers[{i}]", $"{constraints.Tiers[i]} is not a tier; use some of {Names<Tier>()}");
        }

        for (var i = 0; i < constraints.Experts!.Count; i++)
        {
            Require(!string.IsNullOrWhiteSpace(constraints.Experts[i]), $"constraints.experts[{i}]", "is empty; write an expert's name or name@version");
        }
    }

    private static void RequireName(string? name, string field) => Require(IsName(name), field, $"{Fault(name)}");

    private static bool IsName(string? name) => name is null || (name.Length is > 0 and <= MaxNameLength && !HasControl(name));

    private static string Fault(string? name) => name is { Length: > 0 and <= MaxNameLength }
        ? "has a control character; use letters, digits and signs"
        : $"{name?.Length} characters; it must have 1 to {MaxNameLength}";

    private static bool HasControl(string name)
    {
        foreach (var c in name)
        {
            if (char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }

    private static string Names<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName));

    private static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field, message);
        }
    }

    private static void Require(bool holds, string field, [InterpolatedStringHandlerArgument(nameof(holds))] ref FailureText message)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field, message.Take());
        }
    }

    private static void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref FailureText field, string message)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field.Take(), message);
        }
    }

    private static void Require(
        bool holds,
        [InterpolatedStringHandlerArgument(nameof(holds))] ref FailureText field,
        [InterpolatedStringHandlerArgument(nameof(holds))] ref FailureText message)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field.Take(), message.Take());
        }
    }
}
