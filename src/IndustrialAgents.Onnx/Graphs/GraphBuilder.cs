using System.Globalization;
using IndustrialAgents.Onnx.Graphs.Protocol;

namespace IndustrialAgents.Onnx.Graphs;

/// <summary>
/// Builds an ONNX model value by value. Nodes are added in the order they run, so a value must exist before a node takes it; every mistake is
/// reported where it is made. Calls in the same order give the same bytes. Not thread-safe.
/// </summary>
public sealed partial class GraphBuilder
{
    private const int OldestOpset = 17;
    private const int NewestOpset = 21;
    private const string MachineLearningDomain = "ai.onnx.ml";
    private const int MachineLearningOpset = 3;

    private readonly ModelProto _model;
    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _nodeNames = [];
    private readonly Dictionary<string, int> _counters = [];
    private readonly int _opset;

    /// <summary>Begins a graph.</summary>
    /// <param name="name">Name of the graph.</param>
    /// <param name="opset">Version of ONNX's own operator set, 17 to 21.</param>
    /// <exception cref="InvalidGraphException">The name is empty or the version outside the range.</exception>
    public GraphBuilder(string name, int opset = 18)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new InvalidGraphException("a graph needs a name");
        }

        if (opset is < OldestOpset or > NewestOpset)
        {
            throw new InvalidGraphException($"operator set {opset} is not one of {OldestOpset} to {NewestOpset}, which this writer knows");
        }

        _opset = opset;
        // The IR version that came out with each operator set, so that no runtime refuses the file for being newer than its operators.
        var irVersion = opset switch { <= 18 => 8, <= 20 => 9, _ => 10 };
        _model = new ModelProto { IrVersion = irVersion, ProducerName = "IndustrialAgents", Graph = new GraphProto { Name = name } };
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
    }

    private GraphProto Graph => _model.Graph;

    /// <summary>States which program made the model.</summary>
    public GraphBuilder Producer(string name, string version)
    {
        _model.ProducerName = name;
        _model.ProducerVersion = version;
        return this;
    }

    /// <summary>States in words what the model is for.</summary>
    public GraphBuilder DocString(string text)
    {
        _model.DocString = text;
        return this;
    }

    /// <summary>Adds an entry of the model's own, such as labels or hashes.</summary>
    /// <exception cref="InvalidGraphException">There is an entry of that key.</exception>
    public GraphBuilder Metadata(string key, string value)
    {
        if (_model.MetadataProps.Any(e => e.Key == key))
        {
            throw new InvalidGraphException($"the model has a metadata entry '{key}' already");
        }

        _model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return this;
    }

    /// <summary>Imports another operator set; the first node of ai.onnx.ml imports version 3 of that by itself.</summary>
    /// <exception cref="InvalidGraphException">It is imported already, in another version.</exception>
    public GraphBuilder Opset(string domain, int version)
    {
        var imported = _model.OpsetImport.FirstOrDefault(o => o.Domain == domain);
        if (imported is null)
        {
            _model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        }
        else if (imported.Version != version)
        {
            throw new InvalidGraphException($"operator set '{domain}' is imported in version {imported.Version}; {version} cannot be imported as well");
        }

        return this;
    }

    /// <summary>Declares an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="elementType">Type of its elements.</param>
    /// <param name="dimensions">Lengths and symbols, outermost first; none for a scalar.</param>
    /// <exception cref="InvalidGraphException">The name is empty or taken, or the type undefined.</exception>
    public GraphTensor Input(string name, ElementType elementType, params ReadOnlySpan<GraphDimension> dimensions)
    {
        RequireType(name, elementType);
        Define(name, "input");
        Graph.Input.Add(GraphProtocol.Declare(name, elementType, dimensions));
        return new GraphTensor(name);
    }

    /// <summary>Adds a constant, whose bytes are shared with the tensor, not copied.</summary>
    /// <exception cref="InvalidGraphException">The name is empty or taken.</exception>
    public GraphTensor Initializer(string name, Tensor value)
    {
        Define(name, "initializer");
        Graph.Initializer.Add(TensorCodec.Encode(name, value));
        return new GraphTensor(name);
    }

    /// <summary>Adds a constant of the dimensions given; none for a scalar.</summary>
    /// <exception cref="InvalidGraphException">The name is empty or taken, or the number of values is not that of the dimensions.</exception>
    public GraphTensor Initializer<T>(string name, T[] values, params ReadOnlySpan<long> dimensions)
        where T : unmanaged
    {
        try
        {
            return Initializer(name, Tensor.Create<T>(values, new TensorShape(dimensions)));
        }
        catch (ArgumentException e)
        {
            throw new InvalidGraphException($"initializer '{name}': {e.Message}", e);
        }
    }

    /// <summary>Adds a scalar constant under a name of the builder's choice.</summary>
    public GraphTensor Scalar<T>(T value)
        where T : unmanaged =>
        Initializer(Unused("scalar"), [value]);

    /// <summary>Adds a vector constant under a name of the builder's choice.</summary>
    public GraphTensor Vector<T>(params T[] values)
        where T : unmanaged =>
        Initializer(Unused("vector"), values, values.Length);

    /// <summary>Declares a value one of the graph's outputs, under its own name.</summary>
    /// <exception cref="InvalidGraphException">The value is unknown, an output already, or the type undefined.</exception>
    public GraphBuilder Output(GraphTensor value, ElementType elementType, params ReadOnlySpan<GraphDimension> dimensions)
    {
        RequireType(value.Name, elementType);
        RequireKnown(value, "the graph's outputs");
        if (Graph.Output.Any(o => o.Name == value.Name))
        {
            throw new InvalidGraphException($"'{value.Name}' is an output of the graph already");
        }

        Graph.Output.Add(GraphProtocol.Declare(value.Name, elementType, dimensions));
        return this;
    }

    /// <summary>Declares a value one of the graph's outputs, under another name (through an Identity).</summary>
    /// <exception cref="InvalidGraphException">The value is unknown, the name taken, or the type undefined.</exception>
    public GraphBuilder Output(string name, GraphTensor value, ElementType elementType, params ReadOnlySpan<GraphDimension> dimensions)
    {
        RequireType(name, elementType);
        return Output(name == value.Name ? value : Identity(value, name), elementType, dimensions);
    }

    /// <summary>The model so far; the builder can go on afterwards.</summary>
    /// <exception cref="InvalidGraphException">The graph has no output.</exception>
    public OnnxGraph Build() => Graph.Output.Count == 0
        ? throw new InvalidGraphException($"graph '{Graph.Name}' has no output; declare one with {nameof(Output)}")
        : new OnnxGraph(_model.Clone());

    private static void RequireType(string name, ElementType elementType)
    {
        if (elementType == ElementType.Undefined || !Enum.IsDefined(elementType))
        {
            throw new InvalidGraphException($"'{name}' needs an element type, not {elementType}");
        }
    }

    private void Define(string name, string what)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new InvalidGraphException($"an {what} needs a name");
        }

        if (!_names.Add(name))
        {
            throw new InvalidGraphException($"the graph has a value '{name}' already; the {what} needs another name");
        }
    }

    private void RequireKnown(GraphTensor value, string user)
    {
        if (value.Name is null || !_names.Contains(value.Name))
        {
            throw new InvalidGraphException($"the graph has no value '{value.Name}' for {user}; add what produces it first");
        }
    }

    private string Unused(string stem)
    {
        string name;
        do
        {
            _counters.TryGetValue(stem, out var number);
            _counters[stem] = number + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}_{number}");
        }
        while (_names.Contains(name) || _nodeNames.Contains(name));
        return name;
    }
}
