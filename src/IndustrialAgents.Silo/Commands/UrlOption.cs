using System.CommandLine;

namespace IndustrialAgents.Silo.Commands;

/// <summary>The option <c>--url</c>.</summary>
internal static class UrlOption
{
    /// <summary>Makes it.</summary>
    /// <param name="description">What is at the address.</param>
    public static Option<Uri> Create(string description) => new("--url")
    {
        Description = description,
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            result.AddError($"--url: '{text}' is not an address; write it as http://silo-1:8080");
            return null;
        },
    };
}
