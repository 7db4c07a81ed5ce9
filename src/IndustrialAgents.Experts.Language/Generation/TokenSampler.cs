using System.Buffers;
using System.Numerics.Tensors;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Chooses the next token of one sequence. First the repetition penalty, then what an answer must fit, then temperature, top-k, top-p and min-p, then the
/// draw. Its draws are its own, so what is written beside it changes nothing. Not thread-safe.
/// </summary>
internal sealed class TokenSampler
{
    private readonly double _temperature;
    private readonly SamplingParameters _parameters;
    private readonly SplitMix64 _draws;
    private readonly HashSet<int> _seen = [];

    /// <summary>Makes a sampler. Without a temperature it is greedy; without a seed the seed is 0, so that the same request gives the same text.</summary>
    public TokenSampler(SamplingParameters parameters, IEnumerable<int> read)
    {
        (_parameters, _temperature) = (parameters, parameters.Temperature ?? 0);
        _draws = new SplitMix64(unchecked((ulong)(parameters.Seed ?? 0)));
        if (parameters.RepetitionPenalty is not (null or 1))
        {
            _seen.UnionWith(read);
        }
    }

    /// <summary>Chooses a token.</summary>
    /// <param name="scores">The model's scores, finite but for minus infinity.</param>
    /// <param name="allowed">Tokens that may be chosen, at least one of them; empty for all.</param>
    public int Pick(ReadOnlySpan<float> scores, ReadOnlySpan<bool> allowed)
    {
        if (allowed.IsEmpty && _parameters.RepetitionPenalty is null or 1 && _temperature == 0)
        {
            return TensorPrimitives.IndexOfMax(scores);
        }

        var rented = ArrayPool<float>.Shared.Rent(scores.Length);
        try
        {
            var own = rented.AsSpan(0, scores.Length);
            scores.CopyTo(own);
            Penalize(own);
            if (!allowed.IsEmpty)
            {
                for (var i = 0; i < own.Length; i++)
                {
                    own[i] = i < allowed.Length && allowed[i] ? own[i] : float.NegativeInfinity;
                }
            }

            var token = _temperature == 0
                ? TensorPrimitives.IndexOfMax<float>(own)
                : TokenDistribution.Of(own, _temperature, _parameters.TopK, _parameters.TopP, _parameters.MinP).Pick(_draws.NextDouble());
            if (_parameters.RepetitionPenalty is not (null or 1))
            {
                _seen.Add(token);
            }

            return token;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private void Penalize(Span<float> scores)
    {
        if (_parameters.RepetitionPenalty is not { } penalty)
        {
            return;
        }

        foreach (var token in _seen)
        {
            if (token < scores.Length)
            {
                scores[token] = (float)(scores[token] > 0 ? scores[token] / penalty : scores[token] * penalty);
            }
        }
    }
}
