using System.Security.Cryptography;
using System.Text;

namespace IndustrialAgents.Experts;

/// <summary>Reads and checks the files of an expert's folder. Thread-safe.</summary>
public static class ExpertFiles
{
    private const int MaxLabelsBytes = 16 << 20;

    /// <summary>SHA-256 of a file in 64 lower-case hex digits.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Hash(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Throws unless every file of the manifest is there with its hash.</summary>
    /// <exception cref="InvalidManifestException">One is missing, cannot be read, or has another hash.</exception>
    public static void Verify(Manifest manifest, string folder)
    {
        var source = Path.Combine(folder, ManifestReader.FileName);
        for (var i = 0; i < manifest.Files.Count; i++)
        {
            var file = manifest.Files[i];
            var path = Path.Combine(folder, file.Path);
            string hash;
            try
            {
                hash = Hash(path);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new InvalidManifestException(source, $"files[{i}].path", $"'{file.Path}' is missing; put it into {folder}", e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InvalidManifestException(source, $"files[{i}].path", $"'{file.Path}' cannot be read: {e.Message}", e);
            }

            if (hash != file.Sha256)
            {
                throw new InvalidManifestException(
                    source, $"files[{i}].sha256", $"'{file.Path}' has {hash}, not {file.Sha256}; it is another file, or damaged. 'ia experts add' fills in the hash");
            }
        }
    }

    /// <summary>The labels of a manifest, from itself or its labels file: one a line in UTF-8, blank lines at the end left out.</summary>
    /// <exception cref="InvalidManifestException">The file cannot be read, is too large, or a label is blank or occurs twice.</exception>
    public static IReadOnlyList<string> ReadLabels(Manifest manifest, string folder)
    {
        if (manifest.LabelsFile is not { } file)
        {
            return manifest.Labels;
        }

        var source = Path.Combine(folder, ManifestReader.FileName);
        var path = Path.Combine(folder, file);
        try
        {
            if (new FileInfo(path).Length > MaxLabelsBytes)
            {
                throw new InvalidManifestException(source, "labelsFile", $"'{file}' has more than {MaxLabelsBytes} bytes");
            }

            var labels = File.ReadAllLines(path, new UTF8Encoding(false, throwOnInvalidBytes: true)).Select(line => line.Trim()).ToList();
            while (labels.Count > 0 && labels[^1].Length == 0)
            {
                labels.RemoveAt(labels.Count - 1);
            }

            Check(labels);
            return labels;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new InvalidManifestException(source, "labelsFile", $"'{file}' cannot be read as lines of UTF-8: {e.Message}", e);
        }

        void Check(List<string> labels)
        {
            var seen = new Dictionary<string, int>(labels.Count);
            for (var i = 0; i < labels.Count; i++)
            {
                if (labels[i].Length == 0)
                {
                    throw new InvalidManifestException(source, "labelsFile", $"line {i + 1} of '{file}' is blank; every class needs a label");
                }

                if (!seen.TryAdd(labels[i], i))
                {
                    throw new InvalidManifestException(source, "labelsFile", $"'{labels[i]}' is on lines {seen[labels[i]] + 1} and {i + 1} of '{file}'; labels must differ");
                }
            }
        }
    }
}
