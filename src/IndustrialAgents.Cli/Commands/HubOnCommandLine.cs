using System.CommandLine;
using System.CommandLine.Parsing;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Cli.Commands;

/// <summary>The options and environment variables that say where models come from.</summary>
internal sealed class HubOnCommandLine
{
    private readonly Option<Uri?> _endpoint = new("--endpoint")
    {
        Description = "The hub, or a mirror of it. Default: the environment variable HF_ENDPOINT, else https://huggingface.co.",
        HelpName = "URL",
        CustomParser = ParseUrl,
    };

    private readonly Option<DirectoryInfo?> _offline = new("--offline")
    {
        Description = "Use no network but this folder: a copy of the hub's cache (models--OWNER--NAME), or plain copies of repositories.",
        HelpName = "DIR",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_endpoint);
        command.Add(_offline);
    }

    /// <summary>The hub that the options describe; dispose it where it can be.</summary>
    /// <exception cref="ModelHubException">An option or variable is wrong.</exception>
    public IModelHub Open(ParseResult parsed)
    {
        if (parsed.GetValue(_offline) is { } folder)
        {
            return new FolderModelHub(folder.FullName, TimeProvider.System);
        }

        if (Variable("HF_HUB_OFFLINE") is { } offline && offline.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE")
        {
            return new FolderModelHub(Cache(), TimeProvider.System);
        }

        var options = new ModelHubOptions { Token = Variable("HF_TOKEN") };
        return new HttpModelHub(Endpoint(parsed) is { } endpoint ? options with { Endpoint = endpoint } : options, TimeProvider.System);
    }

    private Uri? Endpoint(ParseResult parsed) => parsed.GetValue(_endpoint) ?? (Variable("HF_ENDPOINT") is { } text
        ? Url(text) ?? throw new ModelHubException($"HF_ENDPOINT: '{text}' is not the address of a hub; write https://HOST")
        : null);

    // As the hub's own libraries find their cache.
    private static string Cache() =>
        Variable("HF_HUB_CACHE")
        ?? Path.Combine(Variable("HF_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "huggingface"), "hub");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static Uri? ParseUrl(ArgumentResult argument)
    {
        var text = argument.Tokens[^1].Value;
        if (Url(text) is { } url)
        {
            return url;
        }

        argument.AddError($"--endpoint: '{text}' is not the address of a hub; write https://HOST");
        return null;
    }

    private static Uri? Url(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
