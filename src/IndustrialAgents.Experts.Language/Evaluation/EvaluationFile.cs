namespace IndustrialAgents.Experts.Language;

/// <summary>Files of a data folder that an evaluation needs; what is missing or of another form is said with the remedy.</summary>
internal static class EvaluationFile
{
    /// <summary>Reads one.</summary>
    /// <param name="read">Reads what lies at a path.</param>
    /// <param name="parts">The folder and the path in it.</param>
    /// <exception cref="InvalidRequestException">It is missing or of another form; the message names it.</exception>
    public static T Read<T>(Func<string, T> read, params ReadOnlySpan<string> parts)
    {
        var path = Path.GetFullPath(Path.Combine(parts));
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidRequestException("--data", $"there is no file {path}; put it there, or name another folder with --data", e);
        }
        catch (Exception e) when (e is InvalidDataException or System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or InvalidRequestException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidRequestException("--data", $"{path} cannot be used: {e.Message}; give it the form of the published file", e);
        }
    }

    /// <summary>Requires something of a file's content.</summary>
    /// <exception cref="InvalidRequestException">It does not hold.</exception>
    public static void Require(bool holds, string path, string otherwise) =>
        InvalidRequestException.Require(holds, "--data", $"{path} {otherwise}; give it the form of the published file");
}
