using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Language.Tests;

public sealed class ByteWindowTests
{
    [Fact]
    public void Extract_SpaceAtBothEnds_IsLeftOutAndPadded()
    {
        var window = new ByteWindow(Head: 5, Tail: 4);
        var tokens = new int[9];

        var head = window.Extract(Encoding.ASCII.GetBytes(" \t\n\v\f\rab c \n"), tokens);

        Assert.Equal([97, 98, 32, 99, 32, 97, 98, 32, 99], tokens);
        Assert.Equal(5, head);
    }

    [Fact]
    public void Extract_ShorterThanWindow_PadsAfterHeadAndBeforeTail()
    {
        var tokens = new int[8];

        var head = new ByteWindow(Head: 4, Tail: 4, Padding: 300).Extract([1, 2], tokens);

        Assert.Equal([1, 2, 300, 300, 300, 300, 1, 2], tokens);
        Assert.Equal(2, head);
    }

    [Fact]
    public void Extract_Block_LimitsWhatIsLookedAt()
    {
        var tokens = new int[4];

        new ByteWindow(Head: 2, Tail: 2, Block: 3).Extract([32, 32, 1, 2, 3, 4, 32, 32], tokens);

        Assert.Equal([1, 256, 256, 4], tokens);
    }

    [Fact]
    public void Extract_AnyContent_IsItsEndsBetweenPadding()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), content =>
        {
            var window = new ByteWindow(Head: 7, Tail: 5, Block: 11, Strip: false);
            var tokens = new int[window.Length];
            var head = window.Extract(content, tokens);
            var tail = Math.Min(5, content.Length);
            return head == Math.Min(7, content.Length)
                && tokens[..head].SequenceEqual(content[..head].Select(b => (int)b))
                && tokens[^tail..].SequenceEqual(content[^tail..].Select(b => (int)b))
                && tokens[head..^tail].All(token => token == 256);
        }).QuickCheckThrowOnFailure();
    }
}
