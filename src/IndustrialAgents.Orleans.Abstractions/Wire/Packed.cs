using System.Runtime.InteropServices;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>Numbers that are written as their raw little-endian bytes. Orleans itself writes arrays element by element.</summary>
internal readonly record struct Packed<T>(ReadOnlyMemory<T> Memory)
    where T : unmanaged
{
    /// <summary>The numbers of a list, without a copy where it is an array.</summary>
    public static Packed<T> Of(IReadOnlyList<T> list) => list switch
    {
        { Count: 0 } => default,
        T[] array => new Packed<T>(array),
        _ => new Packed<T>(list.ToArray()),
    };

    /// <summary>The numbers as an array, without a copy where they are a whole one.</summary>
    public T[] ToArray() =>
        MemoryMarshal.TryGetArray(Memory, out var segment) && segment.Array is { } array && array.Length == segment.Count ? array : Memory.ToArray();

    public static implicit operator Packed<T>(ReadOnlyMemory<T> memory) => memory.IsEmpty ? default : new Packed<T>(memory);
}
