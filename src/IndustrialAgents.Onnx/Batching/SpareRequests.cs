namespace IndustrialAgents.Onnx.Batching;

/// <summary>Requests that nobody holds any more, for the next callers. Thread-safe, with a lock of its own: the scheduler's is busy enough.</summary>
internal sealed class SpareRequests(int most)
{
    private readonly Lock _gate = new();
    private BatchRequest? _first;
    private int _count;

    /// <summary>A request that was used before, or null.</summary>
    public BatchRequest? Rent()
    {
        lock (_gate)
        {
            var request = _first;
            if (request is not null)
            {
                _first = request.Next;
                request.Next = null;
                _count--;
            }

            return request;
        }
    }

    /// <summary>Keeps a request, unless it cannot be used again or there are enough.</summary>
    public void Keep(BatchRequest request)
    {
        lock (_gate)
        {
            if (request.IsReusable && _count < most)
            {
                request.Next = _first;
                _first = request;
                _count++;
            }
        }
    }
}
