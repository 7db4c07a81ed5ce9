using Microsoft.Extensions.AI;

namespace IndustrialAgents.Hosting.Ai;

/// <summary>
/// An expert that embeds texts as an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> of Microsoft.Extensions.AI. Thread-safe; disposing it does nothing, as
/// the experts are not its own.
/// </summary>
/// <param name="models">The experts as language models.</param>
/// <param name="model">The expert where a request's options name none; <see cref="TextModels.Auto"/> for the first that is ready.</param>
public sealed class ExpertEmbeddingGenerator(TextModels models, string model = TextModels.Auto) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <inheritdoc/>
    /// <exception cref="ExpertNotFoundException">There is no such expert.</exception>
    /// <exception cref="InvalidRequestException">It does not embed texts, or has another number of dimensions than the options ask for.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        var (expert, vectors) = await models.EmbedAsync(options?.ModelId ?? model, texts, cancellationToken).ConfigureAwait(false);
        InvalidRequestException.Require(
            options?.Dimensions is null || vectors.All(vector => vector.Vector.Length == options.Dimensions),
            "dimensions",
            $"is {options?.Dimensions}; {expert} has {(vectors.Count > 0 ? vectors[0].Vector.Length : 0)}, and other lengths are not made of it");
        return new GeneratedEmbeddings<Embedding<float>>(vectors.Select(vector => new Embedding<float>(vector.Vector) { ModelId = expert.ToString() }));
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("IndustrialAgents", defaultModelId: model)
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
