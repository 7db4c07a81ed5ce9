using System.Runtime.InteropServices;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>A list that is written item by item, whatever class it is of. Absent and empty are the same.</summary>
internal readonly record struct Sequence<T>
{
    private readonly IReadOnlyList<T>? _items;

    public Sequence(IReadOnlyList<T>? items) => _items = items is { Count: > 0 } ? items : null;

    /// <summary>The items; an array where it came over the wire.</summary>
    public IReadOnlyList<T> Items => _items ?? [];

    /// <summary>The items of memory, without a copy where it is an array's.</summary>
    public static Sequence<T> Of(ReadOnlyMemory<T> memory) =>
        new(MemoryMarshal.TryGetArray(memory, out var segment) ? segment : memory.ToArray());

    /// <summary>The items as an array, without a copy where they are one.</summary>
    public T[] ToArray() => _items switch
    {
        null => [],
        T[] array => array,
        _ => [.. _items],
    };
}
