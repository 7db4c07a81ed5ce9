using System.Text.Json;

namespace IndustrialAgents.Experts;

/// <summary>Which experts an operator switched off, kept in a file so that a restart does not switch them on again. Not thread-safe.</summary>
internal sealed class DisabledExperts
{
    private readonly string? _file;
    private readonly HashSet<string> _ids;

    /// <summary>Reads the file; one that is missing or damaged means that nothing is disabled.</summary>
    public DisabledExperts(string? file)
    {
        _file = file;
        _ids = [.. Read(file)];
    }

    public bool Contains(ExpertId id) => _ids.Contains(id.ToString());

    /// <summary>Switches an expert off or on.</summary>
    /// <returns>Why it could not be kept beyond the process; null where it was.</returns>
    public string? Set(ExpertId id, bool disabled)
    {
        if (!(disabled ? _ids.Add(id.ToString()) : _ids.Remove(id.ToString())) || _file is null)
        {
            return null;
        }

        try
        {
            var temporary = _file + ".tmp";
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(_ids.Order(StringComparer.Ordinal)));
            File.Move(temporary, _file, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static string[] Read(string? file)
    {
        try
        {
            return file is not null && File.Exists(file) ? JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(file)) ?? [] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}
