using System.Diagnostics.Metrics;
using IndustrialAgents.Orleans.Experts;

namespace IndustrialAgents.Orleans;

/// <summary>The cluster's instruments, of the meter <c>IndustrialAgents</c>. Thread-safe.</summary>
public sealed class ClusterMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "IndustrialAgents";

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _requestDuration;
    private readonly Histogram<double> _expertDuration;
    private readonly Counter<long> _expertFailures;
    private readonly Counter<long> _eventsDropped;
    private readonly Counter<long> _rows;
    private readonly Meter _meter;

    /// <summary>Makes the instruments.</summary>
    public ClusterMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _requests = _meter.CreateCounter<long>("ia.requests", "{request}", "Requests answered or failed, by task and outcome.");
        _requestDuration = _meter.CreateHistogram<double>("ia.request.duration", "s", "Time from a request's arrival at a router to its end.");
        _expertDuration = _meter.CreateHistogram<double>("ia.expert.duration", "s", "Time from a request to an expert to its reply, by expert and whether it stayed on the silo.");
        _expertFailures = _meter.CreateCounter<long>("ia.expert.failures", "{request}", "Requests to experts that failed.");
        _eventsDropped = _meter.CreateCounter<long>("ia.events.dropped", "{event}", "Events that were not published because too many waited or the stream failed.");
        _rows = _meter.CreateCounter<long>("ia.rows", "{row}", "Sensor rows stored.");
    }

    internal void RequestEnded(ExpertTask task, string outcome, TimeSpan duration)
    {
        _requests.Add(1, new("task", task.ToString()), new("outcome", outcome));
        _requestDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("task", task.ToString()));
    }

    internal void ExpertAnswered(ExpertId expert, bool here, TimeSpan duration)
    {
        if (_expertDuration.Enabled)
        {
            _expertDuration.Record(duration.TotalSeconds, new("expert", expert.ToString()), new("local", here));
        }
    }

    internal void ExpertFailed(ExpertId expert)
    {
        if (_expertFailures.Enabled)
        {
            _expertFailures.Add(1, new KeyValuePair<string, object?>("expert", expert.ToString()));
        }
    }

    internal void EventDropped() => _eventsDropped.Add(1);

    internal void RowsStored(int rows) => _rows.Add(rows);

    internal void Watch(ExpertHost experts)
    {
        _meter.CreateObservableGauge("ia.expert.in_flight", () => experts.InFlight, "{request}", "Requests that the silo's experts work on.");
        _meter.CreateObservableGauge("ia.expert.active", () => experts.Report().Active.Count, "{expert}", "Experts that are active on the silo.");
        _meter.CreateObservableGauge(
            "ia.model.reserved", () => experts.Capacity.ModelBudget - experts.Report().Memory.Free, "By", "Main memory that experts have reserved.");
        _meter.CreateObservableGauge(
            "ia.model.reserved_gpu", () => experts.Capacity.GpuMemory - experts.Report().Gpu.Free, "By", "GPU memory that experts have reserved.");
    }
}
