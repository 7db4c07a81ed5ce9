namespace IndustrialAgents.Experts;

/// <summary>Options of the input step <c>window</c>.</summary>
internal sealed record WindowStepOptions
{
    /// <summary>The model's input; by default the first that has nothing yet.</summary>
    public string? Input { get; init; }

    /// <summary>Samples taken from the end of the series; null takes all. A shorter series is refused unless <see cref="Pad"/> says how to fill it up.</summary>
    public int? Length { get; init; }

    /// <summary>The most samples taken from the end of the series, for models of any length; null for no limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Least samples that the series must have, where <see cref="Length"/> is null.</summary>
    public int Least { get; init; } = 1;

    /// <summary>How a shorter series is filled up; null refuses it.</summary>
    public PaddingOptions? Pad { get; init; }

    /// <summary>The model's channels in its order; empty takes the series' as they are.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Whether channels are found by name, or taken in the order they come.</summary>
    public ChannelMatch Match { get; init; }

    /// <summary>How the window lies in the tensor.</summary>
    public WindowLayout Layout { get; init; }

    /// <summary>One scale for all channels, or one for each; empty leaves values as they are.</summary>
    public IReadOnlyList<ChannelScale> Scale { get; init; } = [];

    /// <summary>Whether each channel is scaled by mean and standard deviation of its own good samples in the window, instead of <see cref="Scale"/>.</summary>
    public bool Standardize { get; init; }

    /// <summary>What becomes of bad samples.</summary>
    public BadSamples Bad { get; init; }

    /// <summary>Further input of the model, with where in each cycle the first sample after the window lies; null where it takes none.</summary>
    public CalendarOptions? Calendar { get; init; }

    /// <summary>Further input of the model that says which samples are real; null where it takes none.</summary>
    public MaskOptions? Mask { get; init; }

    /// <summary>Further input of the model with the category of the sample period; null where it takes none.</summary>
    public FrequencyOptions? Frequency { get; init; }

    /// <summary>Throws unless the options make sense.</summary>
    /// <exception cref="InvalidManifestException">One does not; the error names it.</exception>
    public void Validate(StepOptions step)
    {
        Require(Length is null or > 0, "length", $"{Length} samples; it must be positive");
        Require(MaxLength is null or > 0, "maxLength", $"{MaxLength} samples; it must be positive");
        Require(Least >= 1, "least", $"{Least} samples; it must be positive");
        Require(Length is null || MaxLength is null, "maxLength", "is given beside length; give one of the two");
        Require(Channels.Distinct().Count() == Channels.Count, "channels", "a channel occurs twice");
        Require(
            Scale.Count <= 1 || Scale.Count == Channels.Count,
            "scale",
            $"{Scale.Count} scales for {Channels.Count} channels; give one for all, or name the channels and give one for each");
        Require(!Standardize || Scale.Count == 0, "standardize", "is true beside scale; give one of the two");
        Require(
            Calendar is null || (Calendar.Cycles.Count > 0 && Calendar.Cycles.All(cycle => cycle is >= 1e-3 and <= 1e9)),
            "calendar.cycles",
            $"[{string.Join(", ", Calendar?.Cycles ?? [])}]; give seconds, from 0.001 to 1e9");
        Require(Pad is null or { Multiple: > 0 }, "pad.multiple", $"{Pad?.Multiple}; it must be positive");
        Require(
            Pad is null || (Length ?? MaxLength) is not { } most || most % Pad.Multiple == 0,
            "pad.multiple",
            $"{Pad?.Multiple}, which does not divide the length {Length ?? MaxLength}");
        Require(Mask is null or { After: >= 0 }, "mask.after", $"{Mask?.After}; it must not be negative");
        for (var i = 0; i < Scale.Count; i++)
        {
            Require(Scale[i].Fault is null, $"scale[{i}]", Scale[i].Fault ?? "");
        }

        void Require(bool holds, string option, string message)
        {
            if (!holds)
            {
                throw step.Invalid(option, message);
            }
        }
    }
}
