using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;
using IndustrialAgents.Experts.Multimodal;
using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Experts.Vision;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace IndustrialAgents.Silo.Hosting;

/// <summary>The modules of a silo: those of all modalities, and those of the modules folder with their grains.</summary>
internal static class SiloModules
{
    /// <summary>Registers them. Assemblies are read now, since Orleans asks for their grains before anything runs.</summary>
    /// <param name="silo">The silo in the making.</param>
    /// <param name="folder">The modules folder; null for none.</param>
    /// <param name="logger">Is told of every module.</param>
    public static void AddModules(this ISiloBuilder silo, string? folder, ILogger logger)
    {
        List<IExpertModule> modules = [new TimeSeriesModule(), new VisionModule(), new LanguageModule(), new MultimodalModule()];
        if (folder is not null)
        {
            // The catalogue is only to find modules whose names are taken; the silo makes its own of those that are left.
            var opened = ModuleFolder.Open(Path.GetFullPath(folder), ExpertCatalog.Of(modules), logger);
            modules.AddRange(opened.Modules);
            silo.Services.AddSerializer(serializer =>
            {
                foreach (var assembly in opened.Assemblies)
                {
                    serializer.AddAssembly(assembly);
                }
            });
        }

        foreach (var module in modules)
        {
            silo.Services.AddSingleton(module);
        }
    }
}
