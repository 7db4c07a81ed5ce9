namespace IndustrialAgents.Experts.Tests;

public sealed class TextPiecesTests
{
    private static readonly ExpertReply Reply = new(new GeneratedText("ab", FinishReason.Stop));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_PieceWritten_IsReadBeforeTheCallEnds()
    {
        var end = new TaskCompletionSource();
        await using var updates = TextPieces.ReadAsync(
            async (pieces, token) =>
            {
                pieces.TryWrite("a");
                await end.Task.WaitAsync(token);
                pieces.TryWrite("b");
                return Reply;
            },
            Token).GetAsyncEnumerator(Token);

        Assert.True(await updates.MoveNextAsync());
        Assert.Equal(new ExpertUpdate("a"), updates.Current);
        end.SetResult();
        Assert.True(await updates.MoveNextAsync());
        Assert.Equal(new ExpertUpdate("b"), updates.Current);
        Assert.True(await updates.MoveNextAsync());
        Assert.Equal(new ExpertUpdate("", Reply), updates.Current);
        Assert.False(await updates.MoveNextAsync());
    }

    [Fact]
    public async Task ReadAsync_CallFails_GivesWhatItWroteThenTheError()
    {
        var said = "";
        await Assert.ThrowsAsync<UnavailableException>(async () =>
        {
            await foreach (var update in TextPieces.ReadAsync(
                (pieces, _) =>
                {
                    pieces.TryWrite("a");
                    throw new UnavailableException("gone");
                },
                Token))
            {
                said += update.Text;
            }
        });

        Assert.Equal("a", said);
    }

    [Fact]
    public async Task ReadAsync_ReaderStops_CancelsTheCall()
    {
        var cancelled = new TaskCompletionSource();
        await foreach (var _ in TextPieces.ReadAsync(
            async (pieces, token) =>
            {
                pieces.TryWrite("a");
                using var registration = token.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, token);
                return Reply;
            },
            Token))
        {
            break;
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }
}
