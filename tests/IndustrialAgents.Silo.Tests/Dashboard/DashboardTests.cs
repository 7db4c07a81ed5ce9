using IndustrialAgents.Silo.Tests.Support;
using Microsoft.Playwright;

namespace IndustrialAgents.Silo.Tests.Dashboard;

/// <summary>The Orleans Dashboard in a real browser, where Debian's Chromium is installed.</summary>
public sealed class DashboardTests : IDisposable
{
    private const string Key = "0123456789abcdef";

    private static readonly string? Chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Dashboard_InABrowser_ShowsTheSiloToWhoHasTheKey()
    {
        Assert.SkipWhen(Chromium is null, "Chromium is not installed; apt-get install chromium brings it");
        await using var silo = await RunningSilo.StartAsync(_folder.Path, Key, "Silo:Name=silo-1");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });

        await using var stranger = await browser.NewContextAsync();
        var refused = await Assert.ThrowsAsync<PlaywrightException>(async () => await (await stranger.NewPageAsync()).GotoAsync($"{silo.Client.BaseAddress}dashboard/"));
        Assert.Contains("INVALID_AUTH_CREDENTIALS", refused.Message, StringComparison.Ordinal);

        await using var operators = await browser.NewContextAsync(new() { HttpCredentials = new() { Username = "operator", Password = Key }, ViewportSize = new() { Width = 1400, Height = 900 } });
        var page = await operators.NewPageAsync();
        var failures = new List<string>();
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                failures.Add($"{response.Status} {response.Url}");
            }
        };
        await page.GotoAsync($"{silo.Client.BaseAddress}dashboard/");
        await page.GetByText("Active Silos").First.WaitForAsync();
        await page.GotoAsync($"{silo.Client.BaseAddress}dashboard/#/silos");
        await page.GetByText("silo-1").First.WaitForAsync();
        var shot = Path.Combine(RepositoryFolder(), "artifacts", "dashboard.png");
        Directory.CreateDirectory(Path.GetDirectoryName(shot)!);
        await page.GotoAsync($"{silo.Client.BaseAddress}dashboard/");
        await page.GetByText("Active Silos").First.WaitForAsync();
        await page.WaitForTimeoutAsync(3000);
        await page.ScreenshotAsync(new() { Path = shot });
        Assert.DoesNotContain(failures, failure => !failure.StartsWith("401", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static string RepositoryFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IndustrialAgents.sln")))
            {
                return folder.FullName;
            }
        }

        return AppContext.BaseDirectory;
    }
}
