using System.Collections.Concurrent;
using System.Text.Json;
using IndustrialAgents.Assets;
using IndustrialAgents.Json;

namespace IndustrialAgents.Orleans.Assets;

/// <summary>
/// Reads and writes settings as they are stored, and gives equal ones one object: thousands of assets of one kind have the same, which would take
/// more memory than all else of them. Bounded; thread-safe.
/// </summary>
internal sealed class SharedSettings
{
    private const int MaxEntries = 4096;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Checks settings and takes their shared form.</summary>
    /// <exception cref="InvalidRequestException">A field is wrong; the message names it.</exception>
    public Entry Share(AssetSettings settings)
    {
        AssetSettingsCheck.Validate(settings);
        return Read(JsonSerializer.Serialize(settings, ContractJson.Options));
    }

    /// <summary>The shared form of stored settings.</summary>
    public Entry Read(string json)
    {
        if (_entries.TryGetValue(json, out var shared))
        {
            return shared;
        }

        var entry = new Entry(json, JsonSerializer.Deserialize<AssetSettings>(json, ContractJson.Options)!);
        return _entries.Count < MaxEntries ? _entries.GetOrAdd(json, entry) : entry;
    }

    /// <summary>Settings and what follows from them.</summary>
    /// <param name="Json">As they are stored.</param>
    /// <param name="Settings">The settings.</param>
    internal sealed record Entry(string Json, AssetSettings Settings)
    {
        /// <summary>For the agent.</summary>
        public AssetAgentOptions Agent { get; } = new()
        {
            WindowLength = Settings.WindowLength,
            Alarm = new AlarmOptions { RaiseAfter = Settings.AlarmAfter, Of = Settings.AlarmOf, ClearAfter = Settings.ClearAfter },
        };

        /// <summary>Rows that an agent is brought back from.</summary>
        public int TailRows { get; } = Math.Max(Settings.WindowLength, Math.Max(Settings.ClearAfter, Math.Max(Settings.AlarmOf, 2 * new BaselineOptions().WarmUpRows)));
    }
}
