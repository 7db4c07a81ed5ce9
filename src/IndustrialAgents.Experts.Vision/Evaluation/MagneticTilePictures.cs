using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Experts.Vision.Evaluation;

/// <summary>
/// The magnetic-tile defects (Huang, Qiu, Yuan 2020, doi:10.1007/s00371-018-1588-5): pictures of tiles in six classes, one of them free of defects,
/// each with a mask of its defects.
/// </summary>
internal static class MagneticTilePictures
{
    /// <summary>Class of the tiles that are free of defects.</summary>
    public const string Free = "MT_Free";

    /// <summary>All pictures, by class and name, and the file of each one's mask.</summary>
    /// <exception cref="InvalidRequestException">The folder or a file is missing.</exception>
    public static (LabelledPicture[] Pictures, string[] Masks) Read(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, "vision", "magnetic_tile");
        try
        {
            var files = Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
                .SelectMany(own => Directory.GetFiles(own, "*.jpg").Order(StringComparer.Ordinal))
                .ToArray();
            InvalidRequestException.Require(files.Length > 0, "data", $"{folder} has no folders with .jpg files");
            return (
                Array.ConvertAll(files, file => new LabelledPicture(Path.GetFileName(Path.GetDirectoryName(file)!), File.ReadAllBytes(file))),
                Array.ConvertAll(files, file => Path.ChangeExtension(file, ".png")));
        }
        catch (IOException error)
        {
            throw new InvalidRequestException("data", $"the magnetic-tile pictures cannot be read: {error.Message}", error);
        }
    }
}
