using System.Buffers.Text;
using System.Text.Json;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Writes the response to an inference request.</summary>
internal static class InferResponseWriter
{
    private const int MaxNumber = 20;

    /// <summary>Writes JSON and, behind it, the outputs that are wanted as binary data.</summary>
    /// <returns>Length of the JSON where binary data follows; -1 where all is JSON.</returns>
    /// <exception cref="ExpertFailedException">An output is missing, has no form in the protocol, or holds values that JSON cannot say.</exception>
    public static int Write(ServedModel model, InferRequest request, IReadOnlyDictionary<string, Tensor> outputs, PooledWriter writer)
    {
        writer.Write("{\"model_name\":\""u8);
        writer.Write(model.EncodedName.EncodedUtf8Bytes);
        writer.Write("\",\"model_version\":\""u8);
        writer.Write(model.EncodedVersion.EncodedUtf8Bytes);
        if (request.Id is not null)
        {
            writer.Write("\",\"id\":\""u8);
            writer.Write(JsonEncodedText.Encode(request.Id).EncodedUtf8Bytes);
        }

        writer.Write("\",\"outputs\":["u8);
        var count = request.Outputs?.Count ?? model.Outputs.Count;
        var anyBinary = false;
        for (var i = 0; i < count; i++)
        {
            writer.Write(i > 0 ? ",{\"name\":\""u8 : "{\"name\":\""u8);
            var name = NameOf(model, request, i);
            anyBinary |= WriteOutput(model, name, Find(model, outputs, name), IsBinary(request, i), writer);
            writer.Write("}"u8);
        }

        writer.Write("]}"u8);
        if (!anyBinary)
        {
            return -1;
        }

        var header = writer.Length;
        for (var i = 0; i < count; i++)
        {
            if (IsBinary(request, i))
            {
                BinaryTensor.Write(outputs[NameOf(model, request, i)], writer);
            }
        }

        return header;
    }

    private static bool WriteOutput(ServedModel model, string name, Tensor tensor, bool binary, PooledWriter writer)
    {
        writer.Write(model.Encode(name).EncodedUtf8Bytes);
        writer.Write("\",\"datatype\":\""u8);
        WriteAscii(
            DataType.NameOf(tensor.ElementType) ?? throw new ExpertFailedException(model.Id, $"output '{name}' is {tensor.ElementType}, which the protocol lacks"), writer);
        writer.Write("\",\"shape\":["u8);
        var dimensions = tensor.Shape.Dimensions;
        for (var i = 0; i < dimensions.Length; i++)
        {
            if (i > 0)
            {
                writer.Write(","u8);
            }

            WriteNumber(dimensions[i], writer);
        }

        if (binary)
        {
            writer.Write("],\"parameters\":{\"binary_data_size\":"u8);
            WriteNumber(BinaryTensor.SizeOf(tensor), writer);
            writer.Write("}"u8);
            return true;
        }

        writer.Write("],\"data\":"u8);
        try
        {
            JsonTensorWriter.Write(tensor, writer);
        }
        catch (NotFiniteException e)
        {
            throw new ExpertFailedException(
                model.Id, $"element {e.Index} of output '{name}' is NaN or infinite, which JSON cannot say; ask for it as binary data (parameter binary_data)", e);
        }

        return false;
    }

    private static string NameOf(ServedModel model, InferRequest request, int index) =>
        request.Outputs is null ? model.Outputs[index].Name : request.Outputs[index].Name;

    private static bool IsBinary(InferRequest request, int index) => request.Outputs?[index].Binary ?? request.BinaryOutputs;

    private static Tensor Find(ServedModel model, IReadOnlyDictionary<string, Tensor> outputs, string name) =>
        outputs.TryGetValue(name, out var tensor)
            ? tensor
            : throw new ExpertFailedException(model.Id, $"output '{name}' is no tensor, which is all that the protocol can carry; ask for others with outputs");

    private static void WriteNumber(long number, PooledWriter writer)
    {
        Utf8Formatter.TryFormat(number, writer.Reserve(MaxNumber), out var written);
        writer.Advance(written);
    }

    private static void WriteAscii(string text, PooledWriter writer)
    {
        System.Text.Encoding.ASCII.GetBytes(text, writer.Take(text.Length));
    }
}
