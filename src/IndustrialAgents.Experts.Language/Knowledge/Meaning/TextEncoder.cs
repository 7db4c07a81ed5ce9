using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text.Json;
using IndustrialAgents.Json;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Another expert that embeds texts. Thread-safe.</summary>
internal sealed class TextEncoder(ExpertId asker, NamedExpert encoder)
{
    /// <summary>The expert as it is now; another object once it changed.</summary>
    /// <exception cref="ExpertFailedException">It is not there, cannot be asked, or does not embed.</exception>
    public ExpertEntry Find() => encoder.Find();

    /// <summary>How long it may be waited for; see <see cref="NamedExpert.Wait"/>.</summary>
    public TimeSpan Wait(Request request, double mostSeconds) => encoder.Wait(request, mostSeconds);

    /// <summary>Embeds a text.</summary>
    /// <exception cref="ExpertFailedException">It answered with something else.</exception>
    /// <exception cref="DeadlineExceededException">It had not answered in time.</exception>
    public async Task<(EncodedText Text, ExpertReply Reply)> EncodeAsync(ExpertEntry entry, string text, TimeSpan wait, CancellationToken cancellationToken)
    {
        var reply = await encoder.AskAsync(entry, new Request { Task = ExpertTask.Embed, Inputs = [new TextInput(text)] }, wait, cancellationToken).ConfigureAwait(false);
        if (reply.Output is not Embedding { Vector: { Length: > 0 } given })
        {
            throw new ExpertFailedException(asker, $"{entry.Id} answered with {reply.Output.GetType().Name}; an encoder answers with a vector");
        }

        var vector = given.ToArray();
        var length = TensorPrimitives.Norm(vector.AsSpan());
        if (!float.IsFinite(length))
        {
            throw new ExpertFailedException(asker, $"{entry.Id} answered with numbers that are not finite");
        }

        TensorPrimitives.Divide(vector, Math.Max(length, float.Epsilon), vector);
        return (new EncodedText($"{entry.Id} {reply.ModelHash ?? "-"} {Preparation(entry.Expert.Manifest)} {vector.Length}", vector), reply);
    }

    // What a manifest does to a text before the model and after it makes another space of the same model.
    private static string Preparation(Manifest manifest) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { manifest.Inputs, manifest.Output, manifest.Code }, ContractJson.Options)))[..16];
}
