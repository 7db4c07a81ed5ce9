namespace IndustrialAgents.Onnx.Batching;

/// <summary>Requests that wait, in the order in which they came. The scheduler's lock guards it.</summary>
internal sealed class BatchQueue
{
    private BatchRequest? _first;
    private BatchRequest? _last;

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _first is null;

    /// <summary>Requests that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Their rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Puts a request at the end.</summary>
    public void Add(BatchRequest request)
    {
        request.Next = null;
        if (_last is null)
        {
            _first = request;
        }
        else
        {
            _last.Next = request;
        }

        _last = request;
        Count++;
        Rows += request.Rows;
    }

    /// <summary>Takes a request out, wherever it is; false where it is not in the queue.</summary>
    public bool Remove(BatchRequest request)
    {
        for (var at = Walk(); at.MoveNext();)
        {
            if (at.Current == request)
            {
                at.Take();
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes through the queue from its start.</summary>
    public Cursor Walk() => new(this);

    /// <summary>A place in the queue, which nothing else changes meanwhile.</summary>
    public struct Cursor(BatchQueue queue)
    {
        private BatchRequest? _before;
        private BatchRequest? _current;

        /// <summary>The request at this place.</summary>
        public readonly BatchRequest Current => _current!;

        /// <summary>Moves to the next request; false at the end.</summary>
        public bool MoveNext()
        {
            _before = _current ?? _before;
            _current = _before is null ? queue._first : _before.Next;
            return _current is not null;
        }

        /// <summary>Takes the request at this place out.</summary>
        public BatchRequest Take()
        {
            var request = _current!;
            if (_before is null)
            {
                queue._first = request.Next;
            }
            else
            {
                _before.Next = request.Next;
            }

            if (queue._last == request)
            {
                queue._last = _before;
            }

            request.Next = null;
            queue.Count--;
            queue.Rows -= request.Rows;
            _current = null;
            return request;
        }
    }
}
