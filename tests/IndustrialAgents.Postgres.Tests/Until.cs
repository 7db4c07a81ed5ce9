namespace IndustrialAgents.Postgres.Tests;

/// <summary>Waits for what another thread or process does.</summary>
internal static class Until
{
    /// <summary>Returns once a condition holds; fails after a minute.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"a minute passed before: {what}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
