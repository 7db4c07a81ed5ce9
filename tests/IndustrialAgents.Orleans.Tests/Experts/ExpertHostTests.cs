using IndustrialAgents.Orleans.Experts;
using IndustrialAgents.Orleans.Placement;
using IndustrialAgents.Orleans.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Orleans.Tests.Experts;

public sealed class ExpertHostTests
{
    private readonly FakeSource _source = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ExpertHost _host;

    public ExpertHostTests() => _host = new ExpertHost(
        _source, Options.Create(new ClusterOptions { ModelBudgetBytes = 1000, MaxExpertRequests = 3 }), _time, NullLogger<ExpertHost>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_LoadFails_BytesAreFreeAndTheNextRequestLoadsAgain()
    {
        _source.Fail = true;
        await Assert.ThrowsAsync<ExpertFailedException>(() => RunAsync(Given.Teller(bytes: 600)));
        await Assert.ThrowsAsync<ExpertFailedException>(() => RunAsync(Given.Teller("other", bytes: 600)));

        _source.Fail = false;
        await RunAsync(Given.Teller("other", bytes: 600));

        Assert.Equal(3, _source.Loads);
        Assert.Equal(new Room(400, 600), _host.Report().Memory);
    }

    [Fact]
    public async Task Keep_ExpertIsBeingAsked_GoesWithItsLastRequest()
    {
        var manifest = Given.Teller(bytes: 600);
        var gate = new TaskCompletionSource();
        var first = RunAsync(manifest, gate.Task);
        var second = RunAsync(manifest, gate.Task);
        await Until.HoldsAsync(() => _source.Loads == 1 && _host.InFlight == 2, "both are being worked on");

        _host.Keep(_ => false);
        Assert.Empty(_host.Report().Active);
        Assert.Equal(new Room(400, 0), _host.Report().Memory);
        Assert.Equal(0, _source.Disposed);

        gate.SetResult();
        await Task.WhenAll(first, second);
        await Until.HoldsAsync(() => _source.Disposed == 1, "the expert is disposed");
        Assert.Equal(new Room(1000, 0), _host.Report().Memory);
    }

    [Fact]
    public async Task Run_ManifestOfTheSameNameIsAnotherOne_IsLoadedAnew()
    {
        await RunAsync(Given.Teller(bytes: 600));
        await RunAsync(Given.Teller(bytes: 700));

        Assert.Equal(2, _source.Loads);
        await Until.HoldsAsync(() => _source.Disposed == 1, "the first one is disposed");
        Assert.Equal(new Room(300, 700), _host.Report().Memory);
    }

    [Fact]
    public async Task Run_MoreRequestsThanTheLimit_AreRefused()
    {
        var gate = new TaskCompletionSource();
        var manifest = Given.Teller();
        var running = Enumerable.Range(0, 3).Select(_ => RunAsync(manifest, gate.Task)).ToList();

        Assert.Equal(3, (await Assert.ThrowsAsync<OverloadedException>(() => RunAsync(manifest))).Limit);

        _host.Drain();
        Assert.False(_host.Idle.IsCompleted);
        gate.SetResult();
        await Task.WhenAll(running);
        await _host.Idle;
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(100, false)]
    public async Task Run_OnAGrainsThread_StaysThereOnlyWhereTheExpertIsQuick(int microseconds, bool stays)
    {
        var grain = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var manifest = Given.Teller();
        TaskScheduler? ran = null;
        for (var i = 0; i < 2; i++)
        {
            await Task.Factory.StartNew(() => _host.RunAsync(manifest, 0, Call, Token).AsTask(), Token, TaskCreationOptions.None, grain).Unwrap();
        }

        Assert.Same(stays ? grain : TaskScheduler.Default, ran);

        ValueTask<int> Call(IExpert expert, int state, CancellationToken cancellationToken)
        {
            ran = TaskScheduler.Current;
            _time.Advance(TimeSpan.FromMicroseconds(microseconds));
            return ValueTask.FromResult(0);
        }
    }

    private Task<int> RunAsync(Manifest manifest, Task? until = null) => _host.RunAsync(
        manifest,
        until ?? Task.CompletedTask,
        static async (_, until, token) =>
        {
            await until.WaitAsync(token);
            return 0;
        },
        Token).AsTask();

    private sealed class FakeSource : IExpertSource
    {
        private int _loads;
        private int _disposed;

        public bool Fail { get; set; }

        public int Loads => Volatile.Read(ref _loads);

        public int Disposed => Volatile.Read(ref _disposed);

        public Task<LoadedExpert> LoadAsync(Manifest manifest)
        {
            Interlocked.Increment(ref _loads);
            return Fail ? throw new ExpertFailedException(manifest.Id, "is made to fail") : Task.FromResult(new LoadedExpert(new Expert(manifest), new Folder(this)));
        }

        private sealed class Folder(FakeSource source) : IDisposable
        {
            public void Dispose() => Interlocked.Increment(ref source._disposed);
        }

        private sealed class Expert(Manifest manifest) : IExpert
        {
            public Manifest Manifest => manifest;

            public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => throw new NotSupportedException();
        }
    }
}
