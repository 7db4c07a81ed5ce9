using IndustrialAgents.Routing;

namespace IndustrialAgents.Orleans;

/// <summary>What a silo has and how it works, section <c>Cluster</c> of its configuration. Checked by <see cref="ClusterOptionsValidator"/>.</summary>
public sealed class ClusterOptions
{
    /// <summary>Where the silo stands; experts may ask for it.</summary>
    public Tier Tier { get; set; } = Tier.Plant;

    /// <summary>Room or rack the silo stands in, for operators; published as silo metadata.</summary>
    public string Zone { get; set; } = "";

    /// <summary>Whether the silo has a GPU for experts that need one.</summary>
    public bool Gpu { get; set; }

    /// <summary>Bytes of models that the GPU may hold.</summary>
    public long GpuMemoryBytes { get; set; }

    /// <summary>Bytes of models that main memory may hold. Default: half of the memory this process may use.</summary>
    public long ModelBudgetBytes { get; set; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>Where the files of experts come from: a folder that all silos see, or an <c>http(s)</c> address.</summary>
    public string ContentStore { get; set; } = "content";

    /// <summary>Folder of this silo's own for files it has fetched.</summary>
    public string CacheFolder { get; set; } = "cache";

    /// <summary>Folder of assemblies with further expert modules, which run with the silo's own rights; null for none.</summary>
    public string? ModuleFolder { get; set; }

    /// <summary>How requests are routed; the same on all silos, since they learn together.</summary>
    public RouterOptions Router { get; set; } = new();

    /// <summary>Requests by which this silo may be busier than another one before a request to an expert leaves it.</summary>
    public int LocalPreference { get; set; } = 2;

    /// <summary>Requests to experts that the silo works on at a time; more are refused with <see cref="OverloadedException"/>.</summary>
    public int MaxExpertRequests { get; set; } = 4096;

    /// <summary>Time between two reports to the other silos.</summary>
    public TimeSpan ReportInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence after which another silo is taken for lost, and requests that wait for it go elsewhere.</summary>
    public TimeSpan LostAfter { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Time between two looks at the catalogue, in case its announcement was lost.</summary>
    public TimeSpan CatalogInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Time between two merges of what routers learned.</summary>
    public TimeSpan StatisticsInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time that routers have to bring what they learned from stored feedback, before it is learned from the store.</summary>
    public TimeSpan UnlearnedAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time that requests in flight may take when the silo stops.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Failures in a row after which an expert is called failing.</summary>
    public int FailuresBeforePause { get; set; } = 3;

    /// <summary>Time after which a failing expert is tried again.</summary>
    public TimeSpan PauseAfterFailures { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Events that may wait to be published; beyond it the oldest are dropped and counted.</summary>
    public int EventQueue { get; set; } = 1024;

    /// <summary>Whether answers are published, besides incidents and changes of the catalogue.</summary>
    public bool PublishAnswers { get; set; } = true;

    /// <summary>Batches of rows of one asset that may wait; more are refused with <see cref="OverloadedException"/>.</summary>
    public int MaxPendingBatches { get; set; } = 16;

    /// <summary>How far ahead of the silo's clock a sensor row may be dated: rows dated before an asset's last one count as repeated.</summary>
    public TimeSpan MaxRowsAhead { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Incidents kept an asset; the oldest go first.</summary>
    public int MaxIncidents { get; set; } = 20;
}
