using System.Xml;
using System.Xml.Linq;

namespace IndustrialAgents.Cli.Testing;

/// <summary>Adds up test results. Not thread-safe.</summary>
internal sealed class TestTally
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private readonly SortedDictionary<string, int> _skips = new(StringComparer.Ordinal);

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public int Skipped { get; private set; }

    /// <summary>Every reason for skipping, with how many tests gave it.</summary>
    public IEnumerable<string> SkipReasons => _skips.Select(skip => $"{skip.Value} x {skip.Key}");

    /// <summary>Adds one check.</summary>
    public void Add(string name, bool passed)
    {
        Passed += passed ? 1 : 0;
        Failed += passed ? 0 : 1;
        if (!passed)
        {
            Console.WriteLine($"{name}: failed");
        }
    }

    /// <summary>Adds one project's results. A run that broke off counts as a failure, whatever it had reported.</summary>
    /// <param name="project">Name of the project.</param>
    /// <param name="file">Its results in the format of <c>dotnet test --logger trx</c>; null where it left none.</param>
    /// <param name="exitCode">How <c>dotnet test</c> ended.</param>
    public (int Passed, int Failed, int Skipped) AddResults(string project, string? file, int exitCode)
    {
        var (passed, failed, skipped) = (0, 0, 0);
        try
        {
            var results = file is null ? [] : XDocument.Load(file).Descendants(Trx + "UnitTestResult");
            foreach (var result in results)
            {
                switch (result.Attribute("outcome")?.Value)
                {
                    case "Passed":
                        passed++;
                        break;
                    case "NotExecuted":
                        skipped++;
                        var reason = result.Descendants(Trx + "Message").FirstOrDefault()?.Value ?? result.Descendants(Trx + "StdOut").FirstOrDefault()?.Value;
                        _skips[reason?.Trim() ?? "no reason given"] = _skips.GetValueOrDefault(reason?.Trim() ?? "no reason given") + 1;
                        break;
                    default:
                        failed++;
                        break;
                }
            }
        }
        catch (XmlException)
        {
            failed++;
        }

        if (failed == 0 && (exitCode != 0 || passed + skipped == 0))
        {
            Console.WriteLine($"{project}: the test run broke off with exit code {exitCode}");
            failed++;
        }

        Passed += passed;
        Failed += failed;
        Skipped += skipped;
        return (passed, failed, skipped);
    }

    /// <summary>The sum, as the last line of the run.</summary>
    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
