using System.Runtime.InteropServices;
using System.Text;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Input step <c>bytes</c>: the two ends of a content as int32 tokens <c>[1, head + tail]</c>. Takes a text (its UTF-8), a picture (its file's
/// bytes) or a tensor of uint8, whichever kind the manifest names.
/// </summary>
internal sealed class BytesStep(ByteWindow window, string? input) : IInputStep
{
    private const int MaxTokens = 1 << 21;

    public static BytesStep Create(StepContext context)
    {
        var options = context.Options.Read<BytesOptions>();
        var config = options.Config is null
            ? null
            : ContentTypeConfig.Parse(ExpertFiles.Read(context, "config", options.Config), options.Config);
        var window = new ByteWindow(
            Size("head", options.Head ?? config?.BegSize ?? 1024),
            Size("tail", options.Tail ?? config?.EndSize ?? 1024),
            Size("block", options.Block ?? config?.BlockSize ?? 4096),
            options.Padding ?? config?.PaddingToken ?? 256,
            options.Strip);
        return window.Length > 0
            ? new BytesStep(window, options.Input)
            : throw context.Options.Invalid("head", "head and tail are both 0; the model would see nothing");

        int Size(string option, int value) =>
            value is >= 0 and <= MaxTokens ? value : throw context.Options.Invalid(option, $"{value}; it must lie between 0 and {MaxTokens}");
    }

    public void Prepare(RequestInput source, ModelFeed feed)
    {
        var content = Bytes(source);
        var tokens = new byte[window.Length * sizeof(int)];
        var head = window.Extract(content.Span, MemoryMarshal.Cast<byte, int>(tokens.AsSpan()));
        feed.Note(new ByteContent(content.Length, head, content[..Math.Min(window.Block, content.Length)]));
        feed.Add(input, Tensor.Wrap(ElementType.Int32, new TensorShape(1, window.Length), tokens));
    }

    private static ReadOnlyMemory<byte> Bytes(RequestInput input) => input switch
    {
        TextInput text => Encoding.UTF8.GetBytes(text.Text),
        ImageInput image => image.Data,
        TensorInput { Tensor.ElementType: ElementType.UInt8 } tensor => tensor.Tensor.Bytes,
        TensorInput tensor => throw new InvalidRequestException(
            "inputs", $"a tensor {tensor.Tensor.ElementType} was sent where the expert takes the bytes of a content; send uint8"),
        _ => throw new InvalidRequestException("inputs", "the expert takes the bytes of a text, a picture or a tensor of uint8"),
    };
}
