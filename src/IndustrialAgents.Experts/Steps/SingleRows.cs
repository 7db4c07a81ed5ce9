namespace IndustrialAgents.Experts;

/// <summary>Runs a model that takes one row at a time, as exports with a fixed batch of 1 do, on every row in turn.</summary>
internal static class SingleRows
{
    /// <summary>Whether the model declares a batch of 1 for the window.</summary>
    public static bool AreNeeded(ModelFeed feed, SeriesWindow window) =>
        feed.Model.Inputs.FirstOrDefault(input => input.Name == window.Input) is { Dimensions: [1, ..] };

    /// <summary>Runs each row and joins the outputs along their first dimension.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(ModelFeed feed, IModelRunner model, int rows, CancellationToken cancellationToken)
    {
        var results = new List<IReadOnlyDictionary<string, Tensor>>(rows);
        for (var row = 0; row < rows; row++)
        {
            var inputs = feed.Tensors.ToDictionary(
                input => input.Key,
                input => input.Value.Shape.Rank > 0 && input.Value.Shape[0] == rows ? input.Value.Rows(row, 1) : input.Value);
            results.Add(await model.RunAsync(inputs, cancellationToken).ConfigureAwait(false));
        }

        return results[0].ToDictionary(output => output.Key, output => Join([.. results.Select(result => result[output.Key])]));
    }

    // Outputs that are no rows, such as a scale that is the same for all, are left as the first run gave them.
    private static Tensor Join(Tensor[] parts)
    {
        if (parts[0].Shape.Rank == 0 || parts[0].ElementType == ElementType.String || parts.Any(part => part.Shape != parts[0].Shape || part.ElementType != parts[0].ElementType))
        {
            return parts[0];
        }

        var size = parts[0].Bytes.Length;
        var bytes = new byte[checked(size * parts.Length)];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i].Bytes.CopyTo(bytes.AsMemory(i * size));
        }

        return Tensor.Wrap(parts[0].ElementType, parts[0].Shape.WithFirst(parts[0].Shape[0] * parts.Length), bytes);
    }
}
