using System.CommandLine;
using IndustrialAgents.Cli;
using IndustrialAgents.Cli.Rendering;

namespace IndustrialAgents.Silo.Commands;

/// <summary><c>ia-silo probe</c>: for images without a client of HTTP.</summary>
internal static class ProbeCommand
{
    public static Command Create()
    {
        var url = UrlOption.Create("Address of the silo's HTTP.");
        var command = new TaughtCommand(
            "probe",
            "Ask a silo whether it takes requests.",
            """
            Exit code 0 where it does, 1 where it does not, with the reason; 3 where nothing listens. For the health check of a container.

            Example: ia-silo probe --url http://silo-2:8080
            """)
        { url };
        command.SetAction(async (parsed, token) =>
        {
            using var http = new HttpClient { BaseAddress = parsed.GetValue(url), Timeout = TimeSpan.FromSeconds(5) };
            using var response = await http.GetAsync(new Uri("v2/health/ready", UriKind.Relative), token).ConfigureAwait(false);
            Console.WriteLine(await response.Content.ReadAsStringAsync(token).ConfigureAwait(false));
            return response.IsSuccessStatusCode ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
