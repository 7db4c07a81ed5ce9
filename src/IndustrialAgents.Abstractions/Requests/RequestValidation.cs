namespace IndustrialAgents;

/// <summary>Checks requests where they enter, so that nothing behind has to. Thread-safe.</summary>
public static class RequestValidation
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
        Require(request.Inputs.Count <= limits.MaxInputs, "inputs", $"{request.Inputs.Count} inputs; at most {limits.MaxInputs} are accepted");
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            ValidateInput(request.Inputs[i], $"inputs[{i}]", limits);
        }

        ValidateParameters(request.Parameters, limits);
        ValidateConstraints(request.Constraints);
    }

    private static void ValidateInput(RequestInput input, string field, RequestLimits limits)
    {
        Require(input is not null, field, "is null");
        RequireName(input!.Name, $"{field}.name");
        switch (input)
        {
            case TextInput text:
                Require(text.Text is not null, $"{field}.text", "is missing");
                Require(text.Text!.Length <= limits.MaxTextLength, $"{field}.text", $"{text.Text.Length} characters; at most {limits.MaxTextLength} are accepted");
                break;
            case ImageInput image:
                Require(!image.Data.IsEmpty, $"{field}.data", "is empty; send the bytes of a PNG, JPEG or BMP file");
                Require(image.Data.Length <= limits.MaxImageBytes, $"{field}.data", $"{image.Data.Length} bytes; at most {limits.MaxImageBytes} are accepted");
                break;
            case SeriesInput series:
                Require(series.Series is not null, $"{field}.series", "is missing");
                ValidateSeries(series.Series!, $"{field}.series", limits);
                break;
            case TensorInput tensor:
                Require(tensor.Tensor is not null, $"{field}.tensor", "is missing");
                Require(tensor.Tensor!.Bytes.Length <= limits.MaxTensorBytes, $"{field}.tensor", $"{tensor.Tensor.Bytes.Length} bytes; at most {limits.MaxTensorBytes} are accepted");
                RequireFinite(tensor.Tensor, $"{field}.tensor");
                break;
            default:
                throw new InvalidRequestException(field, $"{input.GetType().Name} is not an input that is known here; use text, image, series or tensor");
        }
    }

    private static void ValidateSeries(Series series, string field, RequestLimits limits)
    {
        Require(series.Channels is { Count: > 0 }, $"{field}.channels", "a series needs at least one channel");
        Require(series.Channels.Count <= limits.MaxChannels, $"{field}.channels", $"{series.Channels.Count} channels; at most {limits.MaxChannels} are accepted");
        Require(!series.Values.IsEmpty, $"{field}.values", "is empty");
        Require(series.Values.Length <= limits.MaxSeriesValues, $"{field}.values", $"{series.Values.Length} values; at most {limits.MaxSeriesValues} are accepted");
        Require(
            series.Values.Length % series.Channels.Count == 0,
            $"{field}.values",
            $"{series.Values.Length} values are no whole number of samples of {series.Channels.Count} channels");
        Require(series.SamplePeriod > TimeSpan.Zero, $"{field}.samplePeriod", $"{series.SamplePeriod} is not a time between samples; it must be positive");
        Require(
            series.Quality.IsEmpty || series.Quality.Length == series.Values.Length,
            $"{field}.quality",
            $"{series.Quality.Length} qualities for {series.Values.Length} values; give one for each value, or none");
        var names = new HashSet<string>(series.Channels.Count);
        foreach (var channel in series.Channels)
        {
            Require(!string.IsNullOrWhiteSpace(channel?.Name), $"{field}.channels", "a channel has no name");
            Require(names.Add(channel!.Name), $"{field}.channels", $"two channels are named '{channel.Name}'");
        }

        RequireFinite(series, field);
    }

    private static void RequireFinite(Series series, string field)
    {
        var values = series.Values.Span;
        var quality = series.Quality.Span;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]) && (quality.IsEmpty || quality[i] != SampleQuality.Bad))
            {
                throw new InvalidRequestException(
                    $"{field}.values[{i}]",
                    $"{values[i]} at sample {i / series.Channels.Count}, channel '{series.Channels[i % series.Channels.Count].Name}'; send a finite value or mark it bad in quality");
            }
        }

        foreach (var q in quality)
        {
            Require(q <= SampleQuality.Bad, $"{field}.quality", $"{(int)q} is not a quality; use good, uncertain or bad");
        }
    }

    private static void RequireFinite(Tensor tensor, string field)
    {
        var index = tensor.ElementType switch
        {
            ElementType.Float32 => FirstNotFinite(tensor.AsSpan<float>()),
            ElementType.Float64 => FirstNotFinite(tensor.AsSpan<double>()),
            ElementType.Float16 => FirstNotFinite(tensor.AsSpan<Half>()),
            _ => -1,
        };
        Require(index < 0, field, $"element {index} is not a finite number");
    }

    private static int FirstNotFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static void ValidateParameters(RequestParameters parameters, RequestLimits limits)
    {
        Require(parameters is not null, "parameters", "is null");
        Require(
            parameters!.Horizon is null or > 0 && !(parameters.Horizon > limits.MaxHorizon),
            "parameters.horizon",
            $"{parameters.Horizon} steps; it must lie between 1 and {limits.MaxHorizon}");
        Require(parameters.Top is null or > 0, "parameters.top", $"{parameters.Top} passages; it must be positive");
        Require(parameters.MaxTokens is null or > 0, "parameters.maxTokens", $"{parameters.MaxTokens} tokens; it must be positive");
    }

    private static void ValidateConstraints(RequestConstraints constraints)
    {
        Require(constraints is not null, "constraints", "is null");
        Require(constraints!.MaxCost is null or (>= 0 and < double.PositiveInfinity), "constraints.maxCost", $"{constraints.MaxCost} is not a cost; it must be finite and not negative");
        Require(constraints.MaxExperts is null or > 0, "constraints.maxExperts", $"{constraints.MaxExperts} experts; it must be positive");
        Require(constraints.AbstainBelow is null or (>= 0 and <= 1), "constraints.abstainBelow", $"{constraints.AbstainBelow} is not a confidence; it must lie between 0 and 1");
        Require(constraints.Tiers is not null && constraints.Tiers.All(Enum.IsDefined), "constraints.tiers", $"use some of {Names<Tier>()}");
        Require(constraints.Experts is not null && constraints.Experts.All(name => !string.IsNullOrWhiteSpace(name)), "constraints.experts", "an expert's name is empty");
    }

    private static void RequireName(string? name, string field)
    {
        Require(name is null || name.Length is > 0 and <= MaxNameLength, field, $"{name?.Length} characters; it must have 1 to {MaxNameLength}");
        Require(name is null || !name.Any(char.IsControl), field, "has a control character");
    }

    private static string Names<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName));

    private static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field, message);
        }
    }
}
