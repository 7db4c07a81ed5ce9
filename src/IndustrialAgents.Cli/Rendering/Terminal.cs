using Spectre.Console;

namespace IndustrialAgents.Cli.Rendering;

/// <summary>Fits what is printed to where it goes.</summary>
internal static class Terminal
{
    private const int WidthOfFiles = 160;

    /// <summary>Into a file or pipe: plain text, in lines long enough for a table. On a terminal: as it can.</summary>
    public static void Configure()
    {
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
            AnsiConsole.Profile.Width = WidthOfFiles;
        }
    }
}
