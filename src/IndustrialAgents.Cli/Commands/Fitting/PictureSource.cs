using System.CommandLine;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>Finds and reads pictures in folders, shared by everything that is fitted to pictures.</summary>
internal sealed class PictureSource
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".bmp"];
    private readonly Option<string?> _extension = new("--extension") { Description = "With pictures: take files with this extension only, such as jpg where masks lie beside them as png.", HelpName = "EXT" };

    /// <summary>Extensions in words.</summary>
    public static string KnownExtensions => string.Join(", ", Extensions);

    public void AddTo(Command command) => command.Add(_extension);

    /// <summary>Refuses its option where there are no pictures.</summary>
    /// <exception cref="InvalidRequestException">It was given.</exception>
    public void Refuse(ParseResult parsed, string why) => InvalidRequestException.Require(parsed.GetValue(_extension) is null, "--extension", why);

    /// <summary>Whether a file is a picture, by its name.</summary>
    public static bool IsPicture(string file) => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a folder of pictures for each class; by name within a class, so that pictures taken one after another lie next to each other.</summary>
    /// <exception cref="InvalidRequestException">There are none.</exception>
    public PictureSet ReadClasses(ParseResult parsed, string folder, string option)
    {
        InvalidRequestException.Require(Directory.Exists(folder), option, $"{folder} is no folder; name one that holds a folder of pictures for each class");
        var files = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(own => Files(parsed, own, option)).ToArray();
        InvalidRequestException.Require(files.Length > 0, option, $"{folder} has no folders with {KnownExtensions} files; put the pictures of each class into a folder of its name");
        return new PictureSet(option, files, [.. files.Select(file => new LabelledPicture(Path.GetFileName(Path.GetDirectoryName(file)!), File.ReadAllBytes(file)))]);
    }

    /// <summary>The pictures that lie in a folder, by name.</summary>
    /// <exception cref="InvalidRequestException">Two files have one name, so that one may be the other's mask, or the extension is none of pictures.</exception>
    public IReadOnlyList<string> Files(ParseResult parsed, string folder, string option)
    {
        var extension = parsed.GetValue(_extension) is { } own ? '.' + own.TrimStart('.') : null;
        InvalidRequestException.Require(
            extension is null || IsPicture("x" + extension), "--extension", $"'{extension}' is no extension of pictures; give one of {KnownExtensions}");
        string[] files = [.. Directory.EnumerateFiles(folder)
            .Where(file => extension is null ? IsPicture(file) : Path.GetExtension(file).Equals(extension, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];
        if (files.GroupBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.ToArray() is { } twins)
        {
            throw new InvalidRequestException(
                option, $"{folder} has {Path.GetFileName(twins[0])} and {Path.GetFileName(twins[1])}, of which one may be a mask; say which are pictures, such as --extension {Path.GetExtension(twins[0]).TrimStart('.')}");
        }

        return files;
    }
}
