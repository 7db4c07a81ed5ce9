using IndustrialAgents.Assets;

namespace IndustrialAgents.Orleans.Assets;

/// <summary>Checks the settings of an asset where they enter.</summary>
internal static class AssetSettingsCheck
{
    private const int MaxChannels = 4096;
    private const int MaxWindowValues = 1 << 22;
    private const int MaxNameLength = 256;

    /// <exception cref="InvalidRequestException">A field is wrong; the message names it.</exception>
    public static void Validate(AssetSettings settings)
    {
        Require(settings.Channels is { Count: > 0 and <= MaxChannels }, "channels", $"{settings.Channels?.Count ?? 0} channels; name 1 to {MaxChannels}");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < settings.Channels!.Count; i++)
        {
            var name = settings.Channels[i]?.Name;
            Require(!string.IsNullOrWhiteSpace(name) && name.Length <= MaxNameLength, $"channels[{i}]", $"has no name, or one of more than {MaxNameLength} characters");
            Require(names.Add(name!), "channels", $"two channels are named '{name}'");
        }

        Require(settings.SamplePeriod > TimeSpan.Zero, "samplePeriod", $"{settings.SamplePeriod} is not a time between rows; it must be positive");
        Require(
            settings.WindowLength > 0 && (long)settings.WindowLength * settings.Channels.Count <= MaxWindowValues,
            "windowLength",
            $"{settings.WindowLength} rows of {settings.Channels.Count} channels; a window holds 1 to {MaxWindowValues} values");
        Require(settings.Detector is null || !string.IsNullOrWhiteSpace(settings.Detector), "detector", "is empty; name an expert, or leave it out for the baseline");
        Require(settings.AskAtAlarm is null || Enum.IsDefined(settings.AskAtAlarm.Value), "askAtAlarm", $"{settings.AskAtAlarm} is not a task");
        new AlarmOptions { RaiseAfter = settings.AlarmAfter, Of = settings.AlarmOf, ClearAfter = settings.ClearAfter }.Validate();
    }

    private static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new InvalidRequestException($"settings.{field}", message);
        }
    }
}
