using IndustrialAgents.Onnx.Batching;

namespace IndustrialAgents.Onnx.Tests.Batching;

public sealed class BatchQueueTests
{
    private readonly BatchQueue _queue = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Remove_AnyPlace_LeavesTheOthersInOrderAndTheEndOpen(int place)
    {
        var requests = Add(1, 2, 4);
        Assert.True(_queue.Remove(requests[place]));
        Assert.False(_queue.Remove(requests[place]));
        var late = Add(8);
        Assert.Equal([.. requests.Where((_, i) => i != place), .. late], Take(_ => true));
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void CountAndRows_OfWhatWaits_AreKept()
    {
        var requests = Add(1, 2, 4);
        Assert.Equal((3, 7), (_queue.Count, _queue.Rows));
        _queue.Remove(requests[1]);
        Assert.Equal((2, 5), (_queue.Count, _queue.Rows));
        Take(_ => true);
        Assert.Equal((0, 0), (_queue.Count, _queue.Rows));
    }

    [Fact]
    public void Walk_TakingSome_PassesTheOthersOnce()
    {
        var requests = Add(1, 2, 3, 4, 5, 6);
        Assert.Equal([requests[0], requests[2], requests[4]], Take(request => request.Rows % 2 == 1));
        var late = Add(7);
        Assert.Equal([requests[1], requests[3], requests[5], late[0]], Take(_ => true));
    }

    private BatchRequest[] Add(params int[] rows)
    {
        var requests = Array.ConvertAll(rows, count =>
        {
            var request = new RowsRequest();
            request.Set(count, ReadOnlyMemory<byte>.Empty, Memory<byte>.Empty);
            return (BatchRequest)request;
        });
        Array.ForEach(requests, _queue.Add);
        return requests;
    }

    private List<BatchRequest> Take(Func<BatchRequest, bool> wanted)
    {
        var taken = new List<BatchRequest>();
        for (var at = _queue.Walk(); at.MoveNext();)
        {
            if (wanted(at.Current))
            {
                taken.Add(at.Take());
            }
        }

        return taken;
    }
}
