using System.Globalization;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>Pictures and the files they came from.</summary>
/// <param name="Option">The option that named the folder.</param>
/// <param name="Files">File of each picture.</param>
/// <param name="Pictures">The pictures.</param>
internal sealed record PictureSet(string Option, IReadOnlyList<string> Files, IReadOnlyList<LabelledPicture> Pictures)
{
    /// <summary>Does something with the pictures; an error about a picture by its number becomes one about its file.</summary>
    /// <exception cref="InvalidRequestException">What is done refuses a picture.</exception>
    public T Use<T>(string field, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (InvalidRequestException e) when (e.Field.StartsWith($"{field}[", StringComparison.Ordinal)
            && int.TryParse(e.Field.AsSpan(field.Length + 1, e.Field.IndexOf(']', StringComparison.Ordinal) - field.Length - 1), CultureInfo.InvariantCulture, out var index)
            && index < Files.Count)
        {
            throw new InvalidRequestException(Option, $"{Files[index]}: {e.Message[(e.Field.Length + 2)..]}; mend or remove the file", e);
        }
    }
}
