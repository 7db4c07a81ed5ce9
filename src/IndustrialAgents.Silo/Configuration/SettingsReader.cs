using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace IndustrialAgents.Silo.Configuration;

/// <summary>Reads a silo's configuration: a JSON file, over it environment variables, over them what the command line sets.</summary>
internal static class SettingsReader
{
    /// <summary>What the names of environment variables begin with; two underscores stand for the colon: <c>IA_SILO__SILOPORT</c>.</summary>
    public const string Prefix = "IA_";

    // Sections that other libraries read as they are.
    private static readonly string[] Foreign = ["Logging"];

    /// <summary>Puts the sources together.</summary>
    /// <param name="file">The JSON file; comments are allowed.</param>
    /// <param name="overrides">Settings as <c>Section:Field=value</c>.</param>
    /// <param name="sections">The options of all sections by name; what none of them knows is an error.</param>
    /// <exception cref="InvalidSettingException">The file cannot be read, or a setting is not known.</exception>
    public static IConfigurationRoot Read(string file, IEnumerable<string> overrides, IReadOnlyDictionary<string, Type> sections)
    {
        if (!File.Exists(file))
        {
            throw new InvalidSettingException("--config", $"'{file}' does not exist; name a file such as silo-config/dev.json");
        }

        IConfigurationRoot configuration;
        try
        {
            configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false)
                .AddEnvironmentVariables(Prefix)
                .AddInMemoryCollection(overrides.Select(Split))
                .Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            throw new InvalidSettingException("--config", $"'{file}' is no JSON of settings: {e.InnerException?.Message ?? e.Message}", e);
        }

        foreach (var section in configuration.GetChildren().Where(child => child.GetChildren().Any() && !Is(Foreign, child.Key)))
        {
            var options = sections.FirstOrDefault(known => Is([known.Key], section.Key)).Value
                ?? throw new InvalidSettingException(section.Key, $"is no section; there are {string.Join(", ", sections.Keys.Concat(Foreign))}");
            string[] fields = [.. options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => property.Name)];
            foreach (var field in section.GetChildren().Where(child => !Is(fields, child.Key)))
            {
                throw new InvalidSettingException(field.Path, $"is not known; the section has {string.Join(", ", fields)}");
            }
        }

        return configuration;
    }

    /// <summary>Fills a section's options.</summary>
    /// <exception cref="InvalidSettingException">A value is not of its field's kind.</exception>
    public static T Bind<T>(IConfiguration configuration)
        where T : new()
    {
        try
        {
            var options = new T();
            configuration.Bind(options);
            return options;
        }
        catch (InvalidOperationException e)
        {
            // The binder names the setting's path and the kind of value that it wants.
            throw new InvalidSettingException("configuration", $"{e.Message}{(e.InnerException is { } inner ? $" ({inner.Message})" : "")}", e);
        }
    }

    private static KeyValuePair<string, string?> Split(string setting) =>
        setting.Split('=', 2) is [{ Length: > 0 } name, var value] && name.Contains(':', StringComparison.Ordinal)
            ? new(name, value)
            : throw new InvalidSettingException("--set", $"'{setting}' is no setting; write it as Section:Field=value, such as Http:Port=8081");

    private static bool Is(IEnumerable<string> names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
