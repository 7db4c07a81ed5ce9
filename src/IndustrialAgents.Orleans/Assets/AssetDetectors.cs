using IndustrialAgents.Assets;
using IndustrialAgents.Experts;
using IndustrialAgents.Orleans.Catalogs;
using Microsoft.Extensions.DependencyInjection;

namespace IndustrialAgents.Orleans.Assets;

/// <summary>Makes the detectors of assets: their own baseline, or one that was fitted and is in the catalogue. Thread-safe.</summary>
internal sealed class AssetDetectors(IExpertDirectory directory, ClusterCatalog catalog, ExpertMaterializer files, IServiceProvider services)
{
    private static readonly BaselineOptions Baseline = new();

    /// <summary>A detector that has seen nothing.</summary>
    /// <exception cref="InvalidRequestException">The detector is not in the catalogue, is none, or was fitted on other channels.</exception>
    /// <exception cref="UnavailableException">It cannot be fetched.</exception>
    public async Task<IStreamingDetector> CreateAsync(AssetSettings settings)
    {
        if (settings.Detector is not { } name)
        {
            return new BaselineDetector(settings.Channels.Count, Baseline);
        }

        var detector = await LoadAsync(name).ConfigureAwait(false);
        return detector.Channels == settings.Channels.Count
            ? detector
            : throw Invalid($"'{name}' was fitted on {detector.Channels} channels; the asset has {settings.Channels.Count}");
    }

    private async Task<IStreamingDetector> LoadAsync(string name)
    {
        var source = services.GetService<IStreamingDetectorSource>() ?? throw Invalid($"'{name}' cannot be used, since this silo loads no fitted detectors; leave it out for the baseline");
        if (directory.Find(name) is null)
        {
            await catalog.RefreshAsync().ConfigureAwait(false);
        }

        var manifest = directory.Find(name)?.Expert.Manifest ?? throw Invalid($"'{name}' is not in the catalogue; add it, or leave it out for the baseline");
        try
        {
            using var folder = await files.MaterializeAsync(manifest, CancellationToken.None).ConfigureAwait(false);
            return source.Load(folder.Folder);
        }
        catch (IOException e)
        {
            throw new UnavailableException($"detector '{name}' cannot be fetched; try again: {e.Message}", e);
        }
        catch (Exception e) when (e is not UnavailableException)
        {
            throw Invalid($"'{name}' cannot be used as a detector: {e.Message}", e);
        }
    }

    private static InvalidRequestException Invalid(string message, Exception? e = null) => new("settings.detector", message, e);
}
