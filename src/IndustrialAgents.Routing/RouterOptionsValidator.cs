using Microsoft.Extensions.Options;

namespace IndustrialAgents.Routing;

/// <summary>Checks <see cref="RouterOptions"/>; every failure names the option, its value and what would be right. Thread-safe.</summary>
public sealed class RouterOptionsValidator : IValidateOptions<RouterOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RouterOptions options)
    {
        var failures = new List<string>();
        Require(options.Routes is { Count: > 0 }, "Routes", "is empty; configure at least one route");
        Require(
            options.Routes?.ContainsKey(options.DefaultRoute ?? "") ?? false,
            nameof(options.DefaultRoute),
            $"'{options.DefaultRoute}' is not among the routes");
        Require(options.Limits is not null, nameof(options.Limits), "is null");
        Require(options.MaxInFlight > 0, nameof(options.MaxInFlight), $"{options.MaxInFlight}; it must be positive");
        Require(options.MaxAbandonedCalls > 0, nameof(options.MaxAbandonedCalls), $"{options.MaxAbandonedCalls}; it must be positive");
        Require(options.LearningRate is >= 0 and <= 100, nameof(options.LearningRate), $"{options.LearningRate}; it must lie between 0 and 100");
        Require(options.Forgetting is > 0 and <= 1, nameof(options.Forgetting), $"{options.Forgetting}; it must lie above 0 and not above 1");
        Require(options.PriorLoss is >= 0 and <= 1, nameof(options.PriorLoss), $"{options.PriorLoss}; it must lie between 0 and 1");
        Require(
            options.PriorStrength is > 0 and < double.PositiveInfinity,
            nameof(options.PriorStrength),
            $"{options.PriorStrength}; it must be positive and finite");
        Require(options.MaxContexts > 0, nameof(options.MaxContexts), $"{options.MaxContexts}; it must be positive");
        foreach (var (key, route) in options.Routes ?? new Dictionary<string, RouteOptions>())
        {
            ValidateRoute($"Routes['{key}']", route);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void ValidateRoute(string field, RouteOptions? route)
        {
            if (route is null)
            {
                failures.Add($"{field}: is null");
                return;
            }

            Require(route.TopK > 0, $"{field}.TopK", $"{route.TopK}; it must be positive");
            Require(route.Deadline is null || route.Deadline > TimeSpan.Zero, $"{field}.Deadline", $"{route.Deadline}; it must be positive");
            Require(
                route.MaxCost is null or (>= 0 and < double.PositiveInfinity),
                $"{field}.MaxCost",
                $"{route.MaxCost}; it must be finite and not negative");
            Require(route.AbstainBelow is >= 0 and <= 1, $"{field}.AbstainBelow", $"{route.AbstainBelow}; it must lie between 0 and 1");
            Require(
                route.Experts is not null && route.Experts.All(expert => !string.IsNullOrWhiteSpace(expert)),
                $"{field}.Experts",
                "an expert's name is empty");
        }

        void Require(bool holds, string field, string message)
        {
            if (!holds)
            {
                failures.Add($"{field}: {message}");
            }
        }
    }
}
