using System.Buffers;
using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language.Knowledge;

internal sealed partial class TenantIndex
{
    // By the cosine of their vectors; none where the encoder is another or a chunk has no vector, for a ranking of some would push the others down.
    private List<int> BestByMeaning(EncodedText meaning, PassageVectors vectors, int most, AssetPath? asset)
    {
        if (vectors.Encoder != meaning.Encoder)
        {
            return [];
        }

        var dimension = vectors.Dimension;
        var scores = ArrayPool<float>.Shared.Rent(_chunks.Count);
        try
        {
            var (last, values) = (-1L, Array.Empty<float>());
            for (var chunk = 0; chunk < _chunks.Count; chunk++)
            {
                var (document, ordinal, _, _) = _chunks[chunk];
                if (document.Id != last && !vectors.Documents.TryGetValue(document.Id, out values))
                {
                    return [];
                }

                last = document.Id;
                scores[chunk] = TensorPrimitives.Dot(meaning.Vector, values.AsSpan(ordinal * dimension, dimension));
            }

            return Best(scores, most, asset);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
        }
    }
}
