namespace IndustrialAgents.Onnx.Batching;

/// <summary>Requests that nobody holds any more, for the next callers. The scheduler's lock guards it.</summary>
internal sealed class SpareRequests(int most)
{
    private BatchRequest? _first;
    private int _count;

    /// <summary>A request that was used before, or null.</summary>
    public BatchRequest? Rent()
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

    /// <summary>Keeps a request, unless it cannot be used again or there are enough.</summary>
    public void Keep(BatchRequest request)
    {
        if (request.IsReusable && _count < most)
        {
            request.Next = _first;
            _first = request;
            _count++;
        }
    }
}
