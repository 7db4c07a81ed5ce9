namespace IndustrialAgents.Experts;

/// <summary>What the input steps of one request prepared for the model. Used by one request at a time.</summary>
public sealed class ModelFeed(Request request, IModelRunner model)
{
    private readonly Dictionary<string, Tensor> _tensors = [];
    private Dictionary<Type, object>? _notes;

    /// <summary>The model that is fed.</summary>
    public IModelRunner Model { get; } = model;

    /// <summary>The request that is being answered.</summary>
    public Request Request { get; } = request;

    /// <summary>The model's inputs so far, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Adds an input of the model.</summary>
    /// <param name="name">Its name; null for the model's first input that has nothing yet.</param>
    /// <param name="tensor">Its value.</param>
    /// <exception cref="InvalidRequestException">The model has no input left, or this one has a value already.</exception>
    public void Add(string? name, Tensor tensor)
    {
        name ??= Model.Inputs.FirstOrDefault(input => !_tensors.ContainsKey(input.Name))?.Name
            ?? throw new InvalidRequestException("inputs", "the model has no input left for this one");
        if (!_tensors.TryAdd(name, tensor))
        {
            throw new InvalidRequestException("inputs", $"the model's input '{name}' was given twice");
        }
    }

    /// <summary>Leaves a note for the output step, one of each type.</summary>
    public void Note<T>(T note)
        where T : class =>
        (_notes ??= [])[typeof(T)] = note;

    /// <summary>The note of a type; null where no input step left one.</summary>
    public T? Find<T>()
        where T : class =>
        _notes?.GetValueOrDefault(typeof(T)) as T;
}
