using IndustrialAgents.Routing;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans;

/// <summary>Checks <see cref="ClusterOptions"/>; every failure names the option, its value and what would be right. Thread-safe.</summary>
public sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        var failures = new List<string>();
        Require(Enum.IsDefined(options.Tier), nameof(options.Tier), $"{options.Tier}; use edge, plant or cloud");
        Require(options.Zone is not null, nameof(options.Zone), "is null; leave it out for none");
        Require(
            options.Gpu ? options.GpuMemoryBytes > 0 : options.GpuMemoryBytes == 0,
            nameof(options.GpuMemoryBytes),
            options.Gpu ? $"{options.GpuMemoryBytes} bytes; a silo with a GPU says how much of its memory models may take" : $"{options.GpuMemoryBytes} bytes without a GPU; set Gpu or leave it out");
        Require(options.ModelBudgetBytes > 0, nameof(options.ModelBudgetBytes), $"{options.ModelBudgetBytes} bytes; it must be positive");
        Require(!string.IsNullOrWhiteSpace(options.ContentStore), nameof(options.ContentStore), "is empty; name a folder or an http(s) address");
        Require(!string.IsNullOrWhiteSpace(options.CacheFolder), nameof(options.CacheFolder), "is empty; name a folder that the silo may write to");
        Require(options.ModuleFolder is null || !string.IsNullOrWhiteSpace(options.ModuleFolder), nameof(options.ModuleFolder), "is empty; name a folder, or leave it out");
        Require(options.LocalPreference >= 0, nameof(options.LocalPreference), $"{options.LocalPreference}; it must not be negative");
        Positive(options.MaxExpertRequests, nameof(options.MaxExpertRequests));
        Positive(options.FailuresBeforePause, nameof(options.FailuresBeforePause));
        Positive(options.EventQueue, nameof(options.EventQueue));
        Positive(options.MaxPendingBatches, nameof(options.MaxPendingBatches));
        Positive(options.MaxIncidents, nameof(options.MaxIncidents));
        Require(options.MaxRowsAhead >= TimeSpan.Zero, nameof(options.MaxRowsAhead), $"{options.MaxRowsAhead}; it must not be negative");
        Time(options.ReportInterval, nameof(options.ReportInterval));
        Time(options.LostAfter, nameof(options.LostAfter));
        Require(
            options.LostAfter > options.ReportInterval,
            nameof(options.LostAfter),
            $"{options.LostAfter}; it must be longer than {nameof(options.ReportInterval)}, which is {options.ReportInterval}");
        Time(options.CatalogInterval, nameof(options.CatalogInterval));
        Time(options.StatisticsInterval, nameof(options.StatisticsInterval));
        Time(options.UnlearnedAfter, nameof(options.UnlearnedAfter));
        Time(options.DrainTime, nameof(options.DrainTime));
        Time(options.PauseAfterFailures, nameof(options.PauseAfterFailures));
        var router = options.Router is null ? ValidateOptionsResult.Fail("is null") : new RouterOptionsValidator().Validate(name, options.Router);
        Require(!router.Failed, nameof(options.Router), router.FailureMessage ?? "");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Positive(int value, string option) => Require(value > 0, option, $"{value}; it must be positive");

        void Time(TimeSpan value, string option) =>
            Require(value > TimeSpan.Zero && value <= LongestTime, option, $"{value}; it must lie above 0 and not above {LongestTime}");

        void Require(bool holds, string option, string message)
        {
            if (!holds)
            {
                failures.Add($"Cluster:{option}: {message}");
            }
        }
    }
}
