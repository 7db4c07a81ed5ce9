namespace IndustrialAgents.Orleans.Tests.Support;

/// <summary>Waits for what other threads and silos do.</summary>
internal static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Returns once a condition holds; fails after a minute.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);

    /// <summary>Returns once a condition holds; fails after a minute.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"a minute passed before: {what}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
