using System.Net;
using IndustrialAgents.Orleans.Placement;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Orleans.Tests.Placement;

public sealed class SiloTableTests
{
    private static readonly SiloAddress Silo = SiloAddress.New(IPAddress.Loopback, 1, 1);

    private readonly FakeTimeProvider _time = new();
    private readonly SiloTable _table;

    public SiloTableTests() => _table = new SiloTable(Options.Create(new ClusterOptions { LostAfter = TimeSpan.FromSeconds(4) }), _time);

    private static HashSet<SiloAddress> Members => [Silo];

    [Fact]
    public void Sweep_SilentSilo_IsLostAndWhatWaitsForItIsTold()
    {
        _table.Note(Silo, Report());
        var lost = _table.Known[0].Lost;

        Pass(seconds: 4);
        Assert.Single(_table.Known);
        Pass(seconds: 1);

        Assert.Empty(_table.Known);
        Assert.True(lost.IsCancellationRequested);
        _table.Note(Silo, Report());
        Assert.False(_table.Known.Single().Lost.IsCancellationRequested);
    }

    [Fact]
    public void Sweep_ThisSiloWasPaused_LosesNobody()
    {
        _table.Note(Silo, Report());

        _time.Advance(TimeSpan.FromMinutes(1));
        _table.Sweep(Members);

        Assert.Single(_table.Known);
    }

    [Fact]
    public void Sweep_NoMemberAnyMore_IsForgotten()
    {
        _table.Note(Silo, Report());
        var lost = _table.Known[0].Lost;

        _table.Sweep(new HashSet<SiloAddress>());

        Assert.Empty(_table.Known);
        Assert.True(lost.IsCancellationRequested);
    }

    [Fact]
    public void Load_OwnRequestsAndThoseOfOthers_AreCountedOnce()
    {
        _table.Note(Silo, Report());
        var view = _table.Known[0];
        view.Begin();
        view.Begin();
        Assert.Equal(2, view.Load);

        _table.Note(Silo, Report(inFlight: 5));
        Assert.Equal(5, view.Load);
        view.End();
        Assert.Equal(4, view.Load);
    }

    private void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _table.Sweep(Members);
        }
    }

    private static SiloReport Report(int inFlight = 0) => new() { Capacity = new SiloCapacity { ModelBudget = 1 }, InFlight = inFlight };
}
