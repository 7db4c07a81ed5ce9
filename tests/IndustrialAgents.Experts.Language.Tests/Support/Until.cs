namespace IndustrialAgents.Experts.Language.Tests.Support;

/// <summary>Waits for what another thread does.</summary>
internal static class Until
{
    /// <summary>Returns once a condition holds; fails after half a minute.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"half a minute passed before: {what}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
