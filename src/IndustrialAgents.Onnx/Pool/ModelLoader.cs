using System.Security.Cryptography;

namespace IndustrialAgents.Onnx;

/// <summary>Verifies the files of a model and loads it.</summary>
internal static class ModelLoader
{
    /// <summary>Size of the model's files.</summary>
    /// <exception cref="OnnxException">One does not exist or cannot be read.</exception>
    public static long Measure(ModelReference reference) => reference.Files.Sum(file => State(file.Path).Length);

    /// <summary>Loads the model if all its files are what the reference says, and stay so meanwhile.</summary>
    /// <exception cref="OnnxException">A file is missing, unreadable, other than expected or changing, or is not a model.</exception>
    public static OnnxSession Load(ModelReference reference, OnnxSessionOptions options)
    {
        var before = reference.Files.Select(file => State(file.Path)).ToArray();
        foreach (var file in reference.Files)
        {
            Verify(file);
        }

        var session = OnnxSession.Load(reference.Path, options);
        if (!before.SequenceEqual(reference.Files.Select(file => State(file.Path))))
        {
            session.Dispose();
            throw new OnnxException($"{reference.Path} changed while it was loaded; it was not used");
        }

        return session;
    }

    private static void Verify(ModelFile file)
    {
        string actual;
        try
        {
            using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            actual = Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file.Path, exception);
        }

        if (!string.Equals(actual, file.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new OnnxException($"{file.Path} has SHA-256 {actual}, not {file.Sha256}: it is not the file it should be, and was not loaded");
        }
    }

    private static (long Length, DateTime Written) State(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return (file.Length, file.LastWriteTimeUtc);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, exception);
        }
    }

    private static OnnxException Unreadable(string path, Exception exception) => exception is FileNotFoundException or DirectoryNotFoundException
        ? new OnnxException(OnnxErrorCode.NoSuchFile, $"the model file {path} does not exist (any more); put it back to load the model", exception)
        : new OnnxException($"the model file {path} cannot be read: {exception.Message}", exception);
}
