using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Onnx.Batching;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Onnx.Tests.Batching;

public sealed class BatchedModelRowsTests
{
    private const int Width = BatchingModels.Width;

    // What gathers behind one held run shows best with one runner.
    private static readonly BatchingOptions OneRunner = new() { Runners = 1 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void RunRows_Idle_RunsAtOnce()
    {
        using var session = BatchingModels.Affine();
        using var model = new BatchedModel(session, OneRunner);
        var output = new float[Width];

        Assert.True(IsOver(model.RunRowsAsync(new float[] { 1, 2, 3, 4 }, output, null, Token)));

        Assert.Equal([4f, 7, 10, 13], output);
        Assert.Equal(new BatchStatistics(1, 1, 1, 0, 0, 0), model.Statistics);
    }

    [Fact]
    public async Task RunRows_GatheredBehindARun_RunTogether()
    {
        using var session = BatchingModels.Affine();
        using var model = new BatchedModel(session, OneRunner);
        var held = model.Scheduler.TryBegin(0)!;
        var outputs = Enumerable.Range(0, 10).Select(_ => new float[2 * Width]).ToArray();
        var tasks = outputs.Select((o, i) => model.RunRowsAsync(Row(i, 2), o, null, Token).AsTask()).ToArray();

        model.Scheduler.End(held, 0, false);
        await Task.WhenAll(tasks);

        for (var i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(Expected(i, 2), outputs[i]);
        }

        Assert.Equal(1, model.Statistics.Runs);
        Assert.Equal(20, model.Statistics.MeanBatch);
    }

    [Fact]
    public async Task RunRows_MoreThanABatch_RunsInPieces()
    {
        using var session = BatchingModels.Affine();
        using var model = new BatchedModel(session, new BatchingOptions { MaxBatch = 4 });
        var output = new float[10 * Width];

        await model.RunRowsAsync(Row(5, 10), output, null, Token);

        Assert.Equal(Expected(5, 10), output);
        Assert.Equal(3, model.Statistics.Runs);
    }

    [Fact]
    public async Task RunRows_AsBytes_GivesTheSame()
    {
        using var session = BatchingModels.Affine();
        using var model = new BatchedModel(session, OneRunner);
        var output = new byte[Width * sizeof(float)];

        await model.RunRowsAsync(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Row(3, 1).AsSpan()).ToArray(), output, null, Token);

        Assert.Equal(Expected(3, 1), System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(output).ToArray());
    }

    [Fact]
    public async Task RunRows_WrongLengthOrType_NamesThem()
    {
        using var session = BatchingModels.Affine();
        using var model = new BatchedModel(session, OneRunner);
        Assert.Equal("input", (await Refused(() => model.RunRowsAsync(new float[Width + 1], new float[Width]))).Field);
        Assert.Equal("input", (await Refused(() => model.RunRowsAsync(ReadOnlyMemory<float>.Empty, Memory<float>.Empty))).Field);
        Assert.Equal("output", (await Refused(() => model.RunRowsAsync(new float[Width], new float[Width + 1]))).Field);
        using var lookup = BatchingModels.Lookup();
        using var integers = new BatchedModel(lookup);
        Assert.Contains("Int64", (await Refused(() => integers.RunRowsAsync(new float[2], new float[1]))).Message, StringComparison.Ordinal);
        using var ragged = BatchingModels.Ragged();
        using var any = new BatchedModel(ragged);
        Assert.Null(any.Rows);
        Assert.Contains(nameof(any.RunAsync), (await Refused(() => any.RunRowsAsync(new float[2], new float[2]))).Message, StringComparison.Ordinal);

        static async Task<InvalidRequestException> Refused(Func<ValueTask> run) => await Assert.ThrowsAsync<InvalidRequestException>(async () => await run());
    }

    [Fact]
    public async Task RunRows_OneBadRequestInABatch_FailsAlone()
    {
        using var session = BatchingModels.Lookup();
        using var model = new BatchedModel(session, OneRunner);
        var held = model.Scheduler.TryBegin(0)!;
        var outputs = Enumerable.Range(0, 4).Select(_ => new byte[sizeof(float)]).ToArray();
        long[] indices = [0, 7, 2, 1];
        var tasks = outputs.Select((o, i) => model.RunRowsAsync(BitConverter.GetBytes(indices[i]), o, null, Token).AsTask()).ToArray();

        model.Scheduler.End(held, 0, false);

        await Assert.ThrowsAsync<OnnxException>(() => tasks[1]);
        await Task.WhenAll(tasks[0], tasks[2], tasks[3]);
        Assert.Equal([10f, 12, 11], new[] { 0, 2, 3 }.Select(i => BitConverter.ToSingle(outputs[i])));
        Assert.True(model.IsBatching);
        Assert.Equal(1, model.Statistics.FailedBatches);
    }

    [Fact]
    public async Task RunRows_ModelThatCannotBatch_RunsSinglyAndRemembers()
    {
        using var session = BatchingModels.OneRowOnly();
        using var model = new BatchedModel(session, OneRunner);
        Assert.True(model.IsBatching);
        for (var round = 0; round < 2; round++)
        {
            // The last caller of a batch is told a little before its runner rests.
            BatchRunner? held = null;
            Assert.True(SpinWait.SpinUntil(() => (held = model.Scheduler.TryBegin(0)) is not null, TimeSpan.FromSeconds(10)));
            var outputs = Enumerable.Range(0, 3).Select(_ => new float[Width]).ToArray();
            var tasks = outputs.Select((o, i) => model.RunRowsAsync(new float[] { i, i, i, i }, o, null, Token).AsTask()).ToArray();
            model.Scheduler.End(held!, 0, false);
            await Task.WhenAll(tasks);
            Assert.Equal([1f, 2, 3], outputs.Select(o => o[0]));
        }

        Assert.False(model.IsBatching);
        Assert.Equal(1, model.Statistics.FailedBatches);
    }

    [Fact]
    public async Task RunRows_OutputWithoutTheBatch_RunsSingly()
    {
        using var session = BatchingModels.SumOfRows();
        using var model = new BatchedModel(session, OneRunner);
        var held = model.Scheduler.TryBegin(0)!;
        var outputs = Enumerable.Range(0, 3).Select(_ => new float[Width]).ToArray();
        var tasks = outputs.Select((o, i) => model.RunRowsAsync(Row(i, 1), o, null, Token).AsTask()).ToArray();
        model.Scheduler.End(held, 0, false);
        await Task.WhenAll(tasks);

        Assert.All(outputs.Select((o, i) => (o, i)), p => Assert.Equal(Row(p.i, 1), p.o));
        Assert.False(model.IsBatching);
    }

    [Fact]
    public async Task RunRows_FixedBatchOfOne_RunsSingly()
    {
        using var session = BatchingModels.Affine(batch: 1);
        using var model = new BatchedModel(session, OneRunner);
        var output = new float[3 * Width];
        await model.RunRowsAsync(Row(1, 3), output, null, Token);

        Assert.Equal(Expected(1, 3), output);
        Assert.False(model.IsBatching);
        Assert.Equal(3, model.Statistics.Runs);
    }

    [Fact]
    public async Task RunRows_QueueFull_IsRefusedAndTheRestGoesOn()
    {
        using var session = BatchingModels.Affine();
        using var model = new BatchedModel(session, OneRunner with { MaxQueue = 2 });
        var held = model.Scheduler.TryBegin(0)!;
        var outputs = Enumerable.Range(0, 2).Select(_ => new float[Width]).ToArray();
        var tasks = outputs.Select((o, i) => model.RunRowsAsync(Row(i, 1), o, null, Token).AsTask()).ToArray();

        var error = await Assert.ThrowsAsync<OverloadedException>(async () => await model.RunRowsAsync(new float[Width], new float[Width], null, Token));
        Assert.Equal(2, error.Limit);
        model.Scheduler.End(held, 0, false);
        await Task.WhenAll(tasks);
        Assert.Equal(Expected(1, 1), outputs[1]);
        Assert.Equal(1, model.Statistics.Refused);
    }

    [Fact]
    public async Task RunRows_DeadlinePast_IsRefusedBeforeAndInTheQueue()
    {
        var time = new FakeTimeProvider();
        using var session = BatchingModels.Affine();
        using var model = new BatchedModel(session, OneRunner, time);
        var soon = time.GetUtcNow().AddSeconds(1);
        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await model.RunRowsAsync(Row(0, 1), new float[Width], time.GetUtcNow(), Token));

        var held = model.Scheduler.TryBegin(0)!;
        var late = model.RunRowsAsync(Row(0, 1), new float[Width], soon, Token).AsTask();
        var output = new float[Width];
        var patient = model.RunRowsAsync(Row(1, 1), output, null, Token).AsTask();
        time.Advance(TimeSpan.FromSeconds(2));
        model.Scheduler.End(held, 0, false);

        await Assert.ThrowsAsync<DeadlineExceededException>(() => late);
        await patient;
        Assert.Equal(Expected(1, 1), output);
    }

    [Fact]
    public async Task RunRows_CancelledInTheQueue_LeavesAtOnce()
    {
        using var session = BatchingModels.Affine();
        using var model = new BatchedModel(session, OneRunner);
        using var cancel = new CancellationTokenSource();
        var held = model.Scheduler.TryBegin(0)!;
        var output = new float[Width];
        var leaving = model.RunRowsAsync(Row(0, 1), output, null, cancel.Token).AsTask();
        var staying = model.RunRowsAsync(Row(1, 1), new float[Width], null, Token).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.False(staying.IsCompleted);
        model.Scheduler.End(held, 0, false);
        await staying;
        Assert.All(output, v => Assert.Equal(0, v));
        Assert.Equal(1, model.Statistics.Cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await model.RunRowsAsync(Row(0, 1), output, null, cancel.Token));
    }

    [Fact]
    public async Task Dispose_WithRequestsWaiting_FailsThemAndFreesTheOwner()
    {
        using var session = BatchingModels.Affine();
        var owner = new Owner();
        var model = new BatchedModel(session, OneRunner, owner: owner);
        var held = model.Scheduler.TryBegin(0)!;
        var waiting = model.RunRowsAsync(Row(0, 1), new float[Width], null, Token).AsTask();

        model.Dispose();
        model.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await model.RunRowsAsync(Row(0, 1), new float[Width], null, Token));
        Assert.Equal(0, owner.Disposals);
        model.Scheduler.End(held, 0, false);
        Assert.Equal(1, owner.Disposals);
    }

    [Fact]
    public void RunRows_OneCallerInSteadyState_AllocatesNothing()
    {
        using var session = BatchingModels.Affine();
        using var model = new BatchedModel(session, OneRunner);
        float[] input = Row(1, 1), output = new float[Width];
        Run(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                Assert.True(IsOver(model.RunRowsAsync(input, output, null, CancellationToken.None)));
            }
        }
    }

    // Each caller asks again and again, for one to three rows of its own, and now and then leaves early; whoever leaves scribbles over its
    // input and watches that its output is not written afterwards.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RunRows_ManyCallersSomeLeaving_EachGetsItsOwnRows(int runners)
    {
        using var session = BatchingModels.Affine();
        Prop.ForAll<PositiveInt, PositiveInt>((callers, seed) =>
        {
            using var model = new BatchedModel(session, new BatchingOptions { MaxBatch = 1 + (seed.Get % 8), Runners = runners });
            var all = Enumerable.Range(0, 2 + (callers.Get % 24)).Select(caller => Task.Run(() => CallAsync(model, caller, seed.Get + caller), Token));
            Task.WhenAll(all).WaitAsync(TimeSpan.FromMinutes(1), Token).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    // As fast as they can, so that the threads that tell callers and those that gather get in each other's way.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RunRows_Crowd_EachGetsItsOwnRowsAndNoneIsLost(int runners)
    {
        using var session = BatchingModels.Affine();
        using var model = new BatchedModel(session, new BatchingOptions { Runners = runners });
        var tasks = Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            float[] input = new float[Width], output = new float[Width];
            for (var i = 0; i < 3000; i++)
            {
                Array.Fill(input, (caller * 3000) + i);
                await model.RunRowsAsync(input, output, null, CancellationToken.None);
                Assert.Equal((3 * input[0]) + 1, output[^1]);
            }
        }));
        await Task.WhenAll(tasks).WaitAsync(TimeSpan.FromMinutes(1), Token);

        Assert.Equal((64 * 3000, 64 * 3000), (model.Statistics.Requests, model.Statistics.Rows));
        Assert.InRange(model.Statistics.MeanBatch, 1, 64);
    }

    private static async Task CallAsync(BatchedModel model, int caller, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 30; i++)
        {
            var rows = 1 + random.Next(3);
            float[] input = Row((100 * caller) + i, rows), output = new float[rows * Width];
            using var cancel = new CancellationTokenSource();
            var task = model.RunRowsAsync(input, output, null, random.Next(4) == 0 ? cancel.Token : CancellationToken.None);
            await cancel.CancelAsync();
            try
            {
                await task;
                Assert.Equal(Expected((100 * caller) + i, rows), output);
            }
            catch (OperationCanceledException)
            {
                input.AsSpan().Fill(float.NaN);
                output.AsSpan().Clear();
                await Task.Yield();
                Assert.All(output, v => Assert.Equal(0, v));
            }
        }
    }

    private static bool IsOver(ValueTask task) => task.IsCompletedSuccessfully;

    private static float[] Row(int seed, int rows) => [.. Enumerable.Range(0, rows * Width).Select(i => (float)((10 * seed) + i))];

    private static float[] Expected(int seed, int rows) => [.. Row(seed, rows).Select(v => (3 * v) + 1)];

    private sealed class Owner : IDisposable
    {
        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
