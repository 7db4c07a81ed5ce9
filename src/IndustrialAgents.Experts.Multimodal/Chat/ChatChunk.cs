using System.Text.Json;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>One event of a stream.</summary>
/// <param name="Text">What is new of the text; empty where nothing is.</param>
/// <param name="Finish">Why it ends; null while it does not.</param>
/// <param name="Usage">Tokens used; null where it does not say.</param>
internal readonly record struct ChatChunk(string Text, FinishReason? Finish, ChatUsage? Usage)
{
    /// <summary>Reads the data of an event.</summary>
    /// <exception cref="InvalidDataException">It is not the JSON that the protocol asks for, or tells an error.</exception>
    public static ChatChunk Read(string data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            var root = json.RootElement;
            if (root.TryGet("error", JsonValueKind.Object, out var error))
            {
                throw new InvalidDataException($"its stream ends with an error: {(error.TryGet("message", JsonValueKind.String, out var message) ? ChatJson.Short(message.GetString()!) : "it does not say which")}");
            }

            if (!root.TryGet("choices", JsonValueKind.Array, out var choices))
            {
                throw new InvalidDataException("an event of its stream has no choices; it does not speak the chat completions protocol");
            }

            var usage = root.TryGet("usage", JsonValueKind.Object, out var found) ? ChatUsage.Read(found) : (ChatUsage?)null;
            if (choices.GetArrayLength() == 0)
            {
                return new ChatChunk("", null, usage);
            }

            var delta = choices[0].TryGet("delta", JsonValueKind.Object, out var change) ? change : default;
            delta.RequireNoRefusal();
            return new ChatChunk(delta.TryGet("content", JsonValueKind.String, out var content) ? content.GetString()! : "", choices[0].Finish(), usage);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"an event of its stream is no JSON: {e.Message}", e);
        }
    }
}
