using System.Security.Cryptography;
using Google.Protobuf;
using IndustrialAgents.Onnx.Graphs.Protocol;

namespace IndustrialAgents.Onnx.Graphs;

public sealed partial class OnnxGraph
{
    // Runtimes map external data into memory, which wants whole pages.
    private const int PageSize = 4096;

    /// <summary>The model in one piece; initializers that lie in another file keep referring to it.</summary>
    /// <exception cref="InvalidGraphException">The model is larger than the format allows in one piece.</exception>
    public byte[] ToBytes()
    {
        try
        {
            return _model.ToByteArray();
        }
        catch (Exception e) when (e is OverflowException or OutOfMemoryException or ArgumentOutOfRangeException)
        {
            throw new InvalidGraphException($"the model does not fit into one piece of 2 GB; save it with {nameof(OnnxSaveOptions.ExternalDataThreshold)}", e);
        }
    }

    /// <summary>
    /// Writes the model, replacing a file of that name in one step: a reader sees the old model or the new one, never a half. External data
    /// goes to a file whose name carries its hash, so that an old model keeps the data it refers to.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="CorruptGraphException">Data that lies in another file cannot be read.</exception>
    public void Save(string path, OnnxSaveOptions? options = null)
    {
        var full = Path.GetFullPath(path);
        var model = _model.Clone();
        foreach (var initializer in model.Graph.Initializer)
        {
            if (TensorCodec.IsExternal(initializer))
            {
                ExternalData.Inline(initializer, _directory);
            }
        }

        if (options?.ExternalDataThreshold is { } threshold)
        {
            MoveOut(model, full, threshold);
        }

        WriteWhole(full, new OnnxGraph(model).ToBytes());
    }

    private static void MoveOut(ModelProto model, string path, long threshold)
    {
        var big = model.Graph.Initializer.Where(i => i.HasRawData && i.RawData.Length >= threshold).ToArray();
        if (big.Length == 0)
        {
            return;
        }

        var temporary = TemporaryName(path);
        try
        {
            var offsets = new long[big.Length];
            string location;
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
            {
                for (var i = 0; i < big.Length; i++)
                {
                    var padding = new byte[(PageSize - (file.Position % PageSize)) % PageSize];
                    file.Write(padding);
                    hash.AppendData(padding);
                    offsets[i] = file.Position;
                    file.Write(big[i].RawData.Span);
                    hash.AppendData(big[i].RawData.Span);
                }

                file.Flush(flushToDisk: true);
                location = $"{Path.GetFileName(path)}.{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}.data";
            }

            File.Move(temporary, Path.Combine(Path.GetDirectoryName(path)!, location), overwrite: true);
            for (var i = 0; i < big.Length; i++)
            {
                ExternalData.Refer(big[i], location, offsets[i]);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void WriteWhole(string path, byte[] bytes)
    {
        var temporary = TemporaryName(path);
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string TemporaryName(string path) => $"{path}.{Guid.NewGuid():N}.tmp";
}
