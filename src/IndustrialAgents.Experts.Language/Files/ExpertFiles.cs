namespace IndustrialAgents.Experts.Language;

/// <summary>Reads the small files that a step's options name.</summary>
internal static class ExpertFiles
{
    private const int MaxBytes = 64 << 20;

    /// <summary>Reads a file of the expert. It must be listed in the manifest, so that its hash is checked like the model's.</summary>
    /// <exception cref="InvalidManifestException">The file is not listed, missing or too large.</exception>
    public static byte[] Read(StepContext context, string option, string path)
    {
        if (!context.Manifest.Files.Any(file => file.Path == path))
        {
            throw context.Options.Invalid(option, $"'{path}' is not among the manifest's files; list it there with its SHA-256");
        }

        try
        {
            var file = new FileInfo(Path.Combine(context.Folder, path));
            if (file.Exists && file.Length > MaxBytes)
            {
                throw context.Options.Invalid(option, $"'{path}' has {file.Length} bytes; at most {MaxBytes} are read");
            }

            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw context.Options.Invalid(option, $"'{path}' cannot be read: {e.Message}");
        }
    }
}
