using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.TimeSeries.Tests;

/// <summary>A fitted expert, saved to a folder and loaded again as a node would, on ONNX Runtime.</summary>
internal sealed class SavedExpert : IDisposable
{
    private readonly Sessions _sessions = new();

    public SavedExpert(FittedExpert fitted)
        : this(folder => fitted.Save(folder))
    {
    }

    public SavedExpert(Action<string> save)
    {
        Folder = Directory.CreateTempSubdirectory("ia-series-").FullName;
        save(Folder);
        var catalog = new ExpertCatalog();
        new CoreModule().Register(catalog);
        new TimeSeriesModule().Register(catalog);
        Expert = new ExpertLoader(catalog, _sessions).Load(Folder);
    }

    public string Folder { get; }

    public IExpert Expert { get; }

    public async Task<T> AskAsync<T>(Series series, ExpertTask task, int? horizon = null)
        where T : ExpertOutput
    {
        var request = new Request { Task = task, Inputs = [new SeriesInput(series)], Parameters = new RequestParameters { Horizon = horizon } };
        return Assert.IsType<T>((await Expert.AskAsync(request, TestContext.Current.CancellationToken)).Output);
    }

    public void Dispose()
    {
        _sessions.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private sealed class Sessions : IModelSource, IDisposable
    {
        private OnnxSession? _session;

        public IModelRunner Open(Manifest manifest, string folder) =>
            new Runner(_session = OnnxSession.Load(Path.Combine(folder, manifest.Files[0].Path)));

        public void Dispose() => _session?.Dispose();
    }

    private sealed class Runner(OnnxSession session) : IModelRunner
    {
        public IReadOnlyList<ModelTensorInfo> Inputs => Describe(session.Inputs);

        public IReadOnlyList<ModelTensorInfo> Outputs => Describe(session.Outputs);

        public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken) =>
            new(session.Run(inputs, cancellationToken));

        private static ModelTensorInfo[] Describe(IReadOnlyList<OnnxValueInfo> values) =>
            [.. values.Select(value => new ModelTensorInfo(value.Name, value.ElementType, []))];
    }
}
