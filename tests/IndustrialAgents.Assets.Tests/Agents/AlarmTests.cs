using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Assets.Tests.Agents;

public sealed class AlarmTests
{
    private static readonly AlarmOptions Options = new() { RaiseAfter = 3, Of = 5, ClearAfter = 4 };

    [Fact]
    public void Push_ThreeUnusualOfFive_Raises()
    {
        var alarm = new Alarm(Options);
        Assert.Equal(
            [AlarmChange.None, AlarmChange.None, AlarmChange.None, AlarmChange.None, AlarmChange.Raised],
            new[] { true, false, true, false, true }.Select(alarm.Push));
    }

    [Fact]
    public void Push_UnusualRowsFarApart_StaysQuiet()
    {
        var alarm = new Alarm(Options);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(AlarmChange.None, alarm.Push(i % 3 == 0));
        }
    }

    [Fact]
    public void Push_QuietStretch_ClearsOnce()
    {
        var alarm = new Alarm(Options);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            alarm.Push(true);
        }

        var changes = Enumerable.Range(0, 10).Select(_ => alarm.Push(false)).ToList();
        Assert.Equal(AlarmChange.Cleared, changes[3]);
        Assert.Single(changes, AlarmChange.Cleared);
        Assert.False(alarm.IsRaised);
    }

    [Fact]
    public void Push_AnyRows_RaisesAndClearsInTurn() =>
        Prop.ForAll<bool[]>(rows =>
        {
            var alarm = new Alarm(Options);
            var raised = false;
            foreach (var row in rows)
            {
                var change = alarm.Push(row);
                if ((change == AlarmChange.Raised && raised) || (change == AlarmChange.Cleared && !raised))
                {
                    return false;
                }

                raised = change == AlarmChange.None ? raised : change == AlarmChange.Raised;
                if (alarm.IsRaised != raised)
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 5, 1, "alarm.raiseAfter")]
    [InlineData(6, 5, 1, "alarm.raiseAfter")]
    [InlineData(1, 65, 1, "alarm.of")]
    [InlineData(1, 0, 1, "alarm.of")]
    [InlineData(1, 5, 0, "alarm.clearAfter")]
    public void Validate_OptionOutOfRange_NamesIt(int raiseAfter, int of, int clearAfter, string field)
    {
        var options = new AlarmOptions { RaiseAfter = raiseAfter, Of = of, ClearAfter = clearAfter };
        Assert.Equal(field, Assert.Throws<InvalidRequestException>(() => new Alarm(options)).Field);
    }
}
