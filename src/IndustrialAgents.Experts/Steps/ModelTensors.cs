namespace IndustrialAgents.Experts;

/// <summary>Finds and checks a model's tensors on behalf of steps. Thread-safe.</summary>
public static class ModelTensors
{
    /// <summary>The output of a name, or the first one where none is given.</summary>
    /// <param name="outputs">The model's outputs by name.</param>
    /// <param name="name">The name in the manifest; null for the first.</param>
    /// <param name="feed">The request's feed, for the order of the model's outputs.</param>
    /// <param name="expert">The expert, for errors.</param>
    /// <exception cref="ExpertFailedException">The model has no such output.</exception>
    public static Tensor Pick(IReadOnlyDictionary<string, Tensor> outputs, string? name, ModelFeed feed, ExpertId expert)
    {
        var wanted = name ?? feed.Model.Outputs.FirstOrDefault(o => outputs.ContainsKey(o.Name))?.Name;
        return wanted is not null && outputs.TryGetValue(wanted, out var tensor)
            ? tensor
            : throw new ExpertFailedException(
                expert, $"the model has no output '{wanted}' that the manifest's output step reads; it has {Names(feed.Model.Outputs)}");
    }

    /// <summary>The elements of an output as doubles.</summary>
    /// <exception cref="ExpertFailedException">They are not numbers.</exception>
    public static double[] Numbers(Tensor output, ExpertId expert) =>
        output.ElementType is ElementType.String or ElementType.Bool or ElementType.BFloat16
            ? throw new ExpertFailedException(expert, $"the model's output is {output}, which the manifest's output step cannot read; it reads numbers")
            : TensorCast.ToDoubles(output);

    /// <summary>Names, types and dimensions for people, such as <c>input Float32 [?, 11]</c>.</summary>
    public static string Names(IReadOnlyList<ModelTensorInfo> tensors) =>
        string.Join(", ", tensors.Select(t => $"{t.Name} {t.ElementType} [{string.Join(", ", t.Dimensions.Select(d => d < 0 ? "?" : d.ToString(System.Globalization.CultureInfo.InvariantCulture)))}]"));
}
