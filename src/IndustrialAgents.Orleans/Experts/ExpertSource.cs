using IndustrialAgents.Experts;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Orleans.Experts;

/// <inheritdoc/>
internal sealed partial class ExpertSource(
    ExpertMaterializer files, ExpertCatalog modules, SiloModels models, Lazy<IExpertDirectory> others, TimeProvider time, ILogger<ExpertSource> logger) : IExpertSource
{
    private readonly ExpertLoader _loader = new(modules, new PooledModels(models.Memory, time));
    private readonly ExpertLoader _gpuLoader = new(modules, new PooledModels(models.Gpu, time));

    public async Task<LoadedExpert> LoadAsync(Manifest manifest)
    {
        MaterializedExpert? folder = null;
        LoadedExpert? loaded = null;
        try
        {
            folder = await files.MaterializeAsync(manifest, CancellationToken.None).ConfigureAwait(false);
            loaded = new LoadedExpert((manifest.Hardware.Gpu ? _gpuLoader : _loader).Load(folder.Folder, others.Value), folder);
            if (loaded.Expert is IModelExpert { Model: { } model })
            {
                await model.LoadAsync(CancellationToken.None).ConfigureAwait(false);
            }

            return loaded;
        }
        catch (Exception e)
        {
            // The code of an expert that somebody brought may throw anything.
            LogFailed(manifest.Id, e);
            ((IDisposable?)loaded ?? folder)?.Dispose();
            throw e as ExpertFailedException ?? new ExpertFailedException(manifest.Id, $"it cannot be loaded: {e.Message}", e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Expert {Expert} cannot be loaded")]
    private partial void LogFailed(ExpertId expert, Exception e);
}
