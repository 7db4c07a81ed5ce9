namespace IndustrialAgents.Gateway.Inference;

/// <summary>Checks that the arrays of a tensor's <c>data</c> are flat, or nested exactly as its shape.</summary>
/// <param name="shape">The shape.</param>
/// <param name="input">Index of the input, for messages.</param>
/// <param name="counts">Room for one number more than <see cref="MaxRank"/>.</param>
internal ref struct TensorNesting(TensorShape shape, int input, Span<long> counts)
{
    /// <summary>The most dimensions a tensor may have here.</summary>
    public const int MaxRank = 32;

    private readonly ReadOnlySpan<long> _dimensions = shape.Dimensions;
    private readonly Span<long> _counts = counts;
    private int _depth;
    private int _leafDepth;

    /// <summary>An array begins.</summary>
    /// <exception cref="InvalidRequestException">It is nested deeper than the shape.</exception>
    public void Open()
    {
        if (_depth > 0)
        {
            _counts[_depth]++;
        }

        _depth++;
        if (_depth > Math.Max(1, _dimensions.Length) || _leafDepth == 1)
        {
            throw Invalid("an array lies where a value belongs");
        }

        _counts[_depth] = 0;
    }

    /// <summary>A value comes.</summary>
    /// <exception cref="InvalidRequestException">It lies in another depth than the values before it, or between the levels of the shape.</exception>
    public void Leaf()
    {
        _counts[_depth]++;
        if (_depth == _leafDepth)
        {
            return;
        }

        if (_leafDepth != 0 || (_depth != 1 && _depth != _dimensions.Length) || (_depth == 1 && _counts[1] != 1))
        {
            throw Invalid("a value lies where an array belongs");
        }

        _leafDepth = _depth;
    }

    /// <summary>Further values follow one in the same array.</summary>
    public readonly void Leaves(int count) => _counts[_depth] += count;

    /// <summary>An array ends.</summary>
    /// <returns>Whether it was the outermost one.</returns>
    /// <exception cref="InvalidRequestException">It has another length than the shape says.</exception>
    public bool Close()
    {
        // Flat data is counted as a whole at the end.
        if ((_depth > 1 || _leafDepth > 1) && _counts[_depth] != _dimensions[_depth - 1])
        {
            throw Invalid($"an array of level {_depth} has {_counts[_depth]} elements, not {_dimensions[_depth - 1]}");
        }

        return --_depth == 0;
    }

    /// <summary>All has been read.</summary>
    /// <exception cref="InvalidRequestException">There are fewer values than the shape asks for.</exception>
    public readonly void Complete(long count)
    {
        if (count != shape.ElementCount)
        {
            throw new InvalidRequestException($"inputs[{input}].data", $"has {count} values; shape {shape} takes {shape.ElementCount}");
        }
    }

    private readonly InvalidRequestException Invalid(string message) =>
        new($"inputs[{input}].data", $"{message}; data is flat or nested as shape {shape}");
}
