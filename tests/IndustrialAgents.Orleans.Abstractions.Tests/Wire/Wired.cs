using System.Text.Json;
using IndustrialAgents.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

/// <summary>Values as Orleans' own serializer sends them, and as text to compare them by.</summary>
internal static class Wired
{
    public static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private static readonly Serializer Serializer = Services.GetRequiredService<Serializer>();

    public static byte[] Bytes(object value) => Serializer.SerializeToArray(value);

    public static object? Read(byte[] bytes) => Serializer.Deserialize<object>(bytes);

    public static T RoundTrip<T>(T value)
        where T : notnull =>
        (T)Read(Bytes(value))!;

    /// <summary>Everything a value holds, as JSON; of an error what it says and of which type it is.</summary>
    public static string Text(object? value) => value switch
    {
        Exception error => $"{error.GetType()} {ErrorFields(error)} {error.Message}",
        null => "null",
        _ => $"{value.GetType()} {JsonSerializer.Serialize(value, value.GetType(), ContractJson.Options)}",
    };

    private static string ErrorFields(Exception error) => string.Join(
        ", ",
        error.GetType().GetProperties()
            .Where(property => property.DeclaringType == error.GetType())
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name}={property.GetValue(error)}"));
}
