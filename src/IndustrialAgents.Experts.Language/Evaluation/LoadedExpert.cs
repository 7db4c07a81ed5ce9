using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Language;

/// <summary>An expert that an evaluation or a benchmark asks as a node does: saved, loaded, its model from a pool. Thread-safe.</summary>
public sealed class LoadedExpert : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ia-language-");
    private readonly ModelPool _pool = new();
    private readonly IExpert _expert;

    /// <summary>Saves and loads an expert, in a folder of its own.</summary>
    public LoadedExpert(FittedExpert expert)
    {
        ArgumentNullException.ThrowIfNull(expert);
        try
        {
            expert.Save(_folder.FullName);
            _expert = new ExpertLoader(ExpertCatalog.Of([new LanguageModule()]), new PooledModels(_pool, TimeProvider.System)).Load(_folder.FullName);
        }
        catch
        {
            _pool.Dispose();
            _folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Its model.</summary>
    public IModelRunner Model => ((IModelExpert)_expert).Model!;

    /// <summary>Has it write on from a text.</summary>
    public async Task<GeneratedText> WriteAsync(ExpertTask task, string text, int maxTokens, CancellationToken cancellationToken)
    {
        var request = new Request { Task = task, Inputs = [new TextInput(text)], Parameters = new RequestParameters { MaxTokens = maxTokens } };
        return (GeneratedText)(await _expert.AskAsync(request, cancellationToken).ConfigureAwait(false)).Output;
    }

    /// <summary>Has it name the class of a text.</summary>
    public async Task<ClassProbabilities> ClassifyAsync(string text, CancellationToken cancellationToken)
    {
        var request = new Request { Task = ExpertTask.Classify, Inputs = [new TextInput(text)] };
        return (ClassProbabilities)(await _expert.AskAsync(request, cancellationToken).ConfigureAwait(false)).Output;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        (_expert as IDisposable)?.Dispose();
        _pool.Dispose();
        _folder.Delete(recursive: true);
    }
}
