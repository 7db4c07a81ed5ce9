using System.Globalization;
using System.Text.Json.Nodes;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Hosting;

/// <summary>A model held against a convention: which of its tensors are which, what sizes it fixes, and in what it differs.</summary>
internal sealed class ConventionMatch
{
    private readonly List<string> _differences = [];
    private readonly Dictionary<string, long> _fixed = [];
    private readonly JsonNode? _config;

    /// <summary>Holds a model against a convention.</summary>
    /// <param name="convention">The convention.</param>
    /// <param name="inputs">What the model takes.</param>
    /// <param name="outputs">What it gives.</param>
    /// <param name="config">The repository's <c>config.json</c>; null where there is none.</param>
    /// <param name="hasFile">Whether the repository has a file; null where it has whatever is wanted.</param>
    public ConventionMatch(
        ModelConvention convention, IReadOnlyList<ModelTensorInfo> inputs, IReadOnlyList<ModelTensorInfo> outputs, JsonNode? config, Func<string, bool>? hasFile = null)
    {
        (Convention, _config) = (convention, config);
        Inputs = Assign(convention.Inputs, inputs, "input");
        Outputs = Assign(convention.Outputs, outputs, "output");
        foreach (var unknown in inputs.Where(input => !Inputs.Any(pair => pair.Model == input)))
        {
            _differences.Add($"the model wants an input {ModelTensors.Names([unknown])} that the convention does not have");
        }

        foreach (var file in convention.Files.Where(file => !file.Optional && hasFile?.Invoke(file.Path) == false))
        {
            _differences.Add($"the repository has no {file.Path}");
        }
    }

    /// <summary>The convention.</summary>
    public ModelConvention Convention { get; }

    /// <summary>The model's inputs by what they are.</summary>
    public IReadOnlyList<(ConventionTensor Wanted, ModelTensorInfo Model)> Inputs { get; }

    /// <summary>The model's outputs by what they are.</summary>
    public IReadOnlyList<(ConventionTensor Wanted, ModelTensorInfo Model)> Outputs { get; }

    /// <summary>In what the model differs, for people; empty where it fits.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>How many tensors have a name that the convention knows.</summary>
    public int Named => Inputs.Concat(Outputs).Count(pair => pair.Wanted.IsCalled(pair.Model.Name));

    /// <summary>Whether the repository's configuration names the family.</summary>
    public bool IsConfigured => Convention.Config.Any(sign => (Find(_config, sign.Key) switch
    {
        JsonArray values => values.Select(value => value?.ToString()),
        { } value => [value.ToString()],
        null => [],
    }).Any(sign.Value.Contains));

    /// <summary>What the model fixes a dimension at; null where it leaves it open.</summary>
    public long? Fixed(string size) => _fixed.TryGetValue(size, out var value) ? value : null;

    /// <summary>A size's value: the model's, else the configuration's, else the convention's own.</summary>
    public JsonNode? Value(string size)
    {
        if (!Convention.Sizes.TryGetValue(size, out var known))
        {
            return Fixed(size) is { } only ? JsonValue.Create(only) : null;
        }

        var configured = known.Config is null ? null : Find(_config, known.Config);
        var (value, wanted) = (configured?.GetValueKind() == known.Default.GetValueKind() ? configured : known.Default, Fixed(size));
        return wanted is { } number && value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonValue.Create(number) : value.DeepClone();
    }

    /// <summary>Whether the dimension that a size belongs to is open.</summary>
    public bool IsOpen(string size) => Fixed(Convention.Sizes.GetValueOrDefault(size)?.Of ?? size) is null;

    private static JsonNode? Find(JsonNode? from, string path)
    {
        foreach (var name in path.Split('.'))
        {
            from = (from as JsonObject)?[name];
        }

        return from;
    }

    private List<(ConventionTensor Wanted, ModelTensorInfo Model)> Assign(IReadOnlyList<ConventionTensor> wanted, IReadOnlyList<ModelTensorInfo> there, string role)
    {
        var assigned = wanted
            .Select(tensor => (Wanted: tensor, Model: there.Where(model => tensor.IsCalled(model.Name)).MinBy(model => tensor.Names.ToList().IndexOf(model.Name))))
            .ToList();
        for (var i = 0; i < assigned.Count; i++)
        {
            // Under another name, the only one is the one that is meant.
            if (assigned[i].Model is null && !assigned[i].Wanted.Optional && wanted.Count(tensor => !tensor.Optional) == 1 && there.Count == 1
                && there[0].Dimensions.Count == assigned[i].Wanted.Shape.Count)
            {
                assigned[i] = (assigned[i].Wanted, there[0]);
            }

            if (assigned[i].Model is { } model)
            {
                Compare(assigned[i].Wanted, model, role);
            }
            else if (!assigned[i].Wanted.Optional)
            {
                _differences.Add($"it has no {role} {assigned[i].Wanted}; it has {ModelTensors.Names(there)}");
            }
        }

        return [.. assigned.Where(pair => pair.Model is not null).Select(pair => (pair.Wanted, pair.Model!)), .. Alike(assigned, there, role)];
    }

    // The others of those of which there may be several.
    private List<(ConventionTensor Wanted, ModelTensorInfo Model)> Alike(
        List<(ConventionTensor Wanted, ModelTensorInfo? Model)> assigned, IReadOnlyList<ModelTensorInfo> there, string role)
    {
        var alike = new List<(ConventionTensor Wanted, ModelTensorInfo Model)>();
        foreach (var (wanted, first) in assigned.Where(pair => pair.Model is not null && pair.Wanted.Names.Any(name => name.Contains('*', StringComparison.Ordinal))))
        {
            foreach (var model in there.Where(model => model != first && wanted.IsCalled(model.Name)))
            {
                Compare(wanted, model, role);
                alike.Add((wanted, model));
            }
        }

        return alike;
    }

    private void Compare(ConventionTensor wanted, ModelTensorInfo model, string role)
    {
        if (wanted.Types.Count > 0 && !wanted.Types.Contains(model.ElementType))
        {
            _differences.Add($"{role} {model.Name} is {model.ElementType}, not {string.Join(" or ", wanted.Types)}");
        }

        // A last dimension of 1 may be left out.
        if (model.Dimensions.Count != wanted.Shape.Count && !(wanted.Shape[^1] == "1" && model.Dimensions.Count == wanted.Shape.Count - 1))
        {
            _differences.Add($"{role} {ModelTensors.Names([model])} has {model.Dimensions.Count} dimensions, not those of {wanted}");
            return;
        }

        for (var i = 0; i < model.Dimensions.Count; i++)
        {
            if (model.Dimensions[i] >= 0)
            {
                Bind(wanted, model, wanted.Shape[i], model.Dimensions[i], role);
            }
        }
    }

    private void Bind(ConventionTensor wanted, ModelTensorInfo model, string dimension, long value, string role)
    {
        if (long.TryParse(dimension, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            if (value != number)
            {
                _differences.Add($"{role} {ModelTensors.Names([model])} has {value} where {wanted} has {number}");
            }

            return;
        }

        var parts = dimension.Split('+');
        var size = value - (parts.Length > 1 ? long.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        if (Convention.Sizes.ContainsKey(parts[0]) && Value(parts[0]) is JsonArray list && list.Count != size)
        {
            _differences.Add($"{role} {ModelTensors.Names([model])} has {size} {parts[0]}, and {list.Count} are known: {list.ToJsonString()}");
        }
        else if (!_fixed.TryAdd(parts[0], size) && _fixed[parts[0]] != size)
        {
            _differences.Add($"{role} {ModelTensors.Names([model])} has {size} as its {parts[0]}, where another tensor of the model has {_fixed[parts[0]]}");
        }
    }
}
