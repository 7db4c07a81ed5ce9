namespace IndustrialAgents.Experts.Language;

/// <summary>Sequences that go through the model together, and their keys and values. One caller at a time.</summary>
internal sealed class DecodingGroup(IModelState state, IReadOnlyList<Writing> rows, DecoderLayout layout, DecoderNames names, ExpertId expert) : IDisposable
{
    private float[] _buffer = [];
    private long _length;

    /// <summary>The sequences in the order of the state's rows.</summary>
    public IReadOnlyList<Writing> Rows => rows;

    /// <summary>
    /// Sequences of one key may share a group: where nothing can be filled up, those of equal length. Null for one that must stay alone.
    /// </summary>
    public long? Key => !layout.TakesRows || rows[0].Extras.Count > 0 ? null : layout.CanPad ? 0 : _length;

    /// <summary>A row of the state, to be packed into another.</summary>
    public StateRow Row(int index) => new(state, index, rows[index].Read);

    /// <summary>Reads what the model has not read of each sequence, as much of each, and lets each write its next token.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        var (past, count) = (state.Time, rows[0].Sequence.Count - rows[0].Read);
        var inputs = new Dictionary<string, Tensor>(rows[0].Extras)
        {
            [names.InputIds] = Rectangle(layout.Ids, count, (row, i) => row.Sequence[row.Read + i]),
        };
        if (layout.Mask is { } mask)
        {
            // What fills up lies at the beginning.
            inputs[names.AttentionMask] = Rectangle(mask, past + count, (row, i) => i >= past - row.Read ? 1 : 0);
        }

        if (layout.Positions is { } positions)
        {
            inputs[names.PositionIds] = Rectangle(positions, count, (row, i) => row.Read + i);
        }

        _length = past + count;
        await state.RunAsync(inputs, Accept, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => state.Dispose();

    private void Accept(ElementType type, TensorShape shape, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            try
            {
                // Without a cache the whole sequence is read again.
                row.Read = layout.HasCache ? row.Sequence.Count : 0;
                if (!TokenScores.TryRow(type, shape, bytes, i, rows.Count, ref _buffer, out var scores))
                {
                    throw new ExpertFailedException(
                        expert, $"the model's output '{names.Logits}' is {type} {shape} and holds no scores of tokens; float32 or float16 [{rows.Count}, tokens, vocabulary] is needed");
                }

                row.Accept(scores);
            }
#pragma warning disable CA1031 // One sequence's fault is not the others'.
            catch (Exception e)
#pragma warning restore CA1031
            {
                row.Fail(e);
            }
        }
    }

    private Tensor Rectangle(ElementType type, long width, Func<Writing, int, long> value)
    {
        var values = new long[rows.Count * width];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < width; i++)
            {
                values[(row * width) + i] = value(rows[row], i);
            }
        }

        return type == ElementType.Int32
            ? Tensor.Create(Array.ConvertAll(values, one => checked((int)one)), rows.Count, width)
            : Tensor.Create(values, rows.Count, width);
    }
}
