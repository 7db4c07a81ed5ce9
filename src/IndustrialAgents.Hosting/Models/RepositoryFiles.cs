using System.Globalization;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Hosting;

/// <summary>Chooses what is needed of a repository's files, and where it goes in the expert's folder.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] UsualModels = ["onnx/model.onnx", "model.onnx"];

    /// <summary>The model's file.</summary>
    /// <exception cref="ModelHubException">There is none, or several and none is the usual one.</exception>
    public static HubFile ChooseModel(HubModel model, IReadOnlyList<string> named)
    {
        if (named.Count > 0)
        {
            return IsModel(named[0]) ? Find(model, named[0]) : throw new ModelHubException($"{named[0]} is no .onnx file; name the model first");
        }

        var models = model.Files.Where(file => IsModel(file.Path)).ToList();
        return models.Count == 1 ? models[0]
            : UsualModels.Select(path => models.FirstOrDefault(file => file.Path == path)).FirstOrDefault(file => file is not null)
            ?? throw new ModelHubException(models.Count == 0
                ? $"{model.Repository} has no .onnx file, only {Listed(model.Files)}; look for an export of it in another repository, or export it yourself"
                : $"{model.Repository} has several models; name one with --file: {Listed(models)}");
    }

    /// <summary>Files beside a model that hold its external data, by their name.</summary>
    public static IEnumerable<HubFile> ExternalData(HubModel model, HubFile of)
    {
        var stem = of.Path[..^".onnx".Length];
        return model.Files.Where(file => file != of
            && (file.Path.StartsWith(of.Path + "_data", StringComparison.Ordinal) || file.Path.StartsWith(of.Path + ".data", StringComparison.Ordinal)
                || file.Path == stem + ".data" || file.Path == stem + ".weights"));
    }

    /// <summary>A file by its path.</summary>
    /// <exception cref="ModelHubException">There is none.</exception>
    public static HubFile Find(HubModel model, string path) =>
        model.Files.FirstOrDefault(file => file.Path == path) ?? throw new ModelHubException($"{model.Repository} has no file {path}; it has {Listed(model.Files)}");

    /// <summary>A file that lies beside a model, or else at the repository's root; null where there is none.</summary>
    public static HubFile? Beside(HubModel model, HubFile of, string path)
    {
        var folder = of.Path[..(of.Path.LastIndexOf('/') + 1)];
        return model.Files.FirstOrDefault(file => file.Path == folder + path) ?? model.Files.FirstOrDefault(file => file.Path == path);
    }

    /// <summary>Where a file goes: what lies beside the model, or below it, keeps its place to it.</summary>
    public static string Place(HubFile model, string path)
    {
        var folder = model.Path.LastIndexOf('/') + 1;
        return path.StartsWith(model.Path[..folder], StringComparison.Ordinal) ? path[folder..] : path;
    }

    private static bool IsModel(string path) => path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    private static string Listed(IReadOnlyList<HubFile> files) =>
        string.Join(", ", files.Take(20).Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Path} ({file.Size / 1e6:0.0} MB)")))
        + (files.Count > 20 ? $" and {files.Count - 20} more" : "");
}
