using System.Buffers;
using System.Text.Json;
using IndustrialAgents.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Session;

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

    /// <summary>A value as it is sent as the argument or the result of a call: by the codec of its own type.</summary>
    public static byte[] ArgumentBytes(object value)
    {
        using var session = Services.GetRequiredService<SerializerSessionPool>().GetSession();
        var buffer = new ArrayBufferWriter<byte>();
        var writer = Writer.Create(buffer, session);
        session.CodecProvider.GetCodec(value.GetType()).WriteField(ref writer, 0, value.GetType(), value);
        writer.Commit();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads an argument or a result.</summary>
    public static object? ReadArgument(Type type, byte[] bytes)
    {
        using var session = Services.GetRequiredService<SerializerSessionPool>().GetSession();
        var reader = Reader.Create(bytes, session);
        return session.CodecProvider.GetCodec(type).ReadValue(ref reader, reader.ReadFieldHeader());
    }

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
