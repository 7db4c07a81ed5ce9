using System.CommandLine;
using IndustrialAgents.Cli.Rendering;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary><c>ia fit</c>.</summary>
internal static class FitCommand
{
    public static Command Create() => new TaughtCommand(
        "fit",
        "Fit an expert to your own data: a folder with one ONNX model and its manifest.",
        """
        Fits in seconds on a CPU, most in closed form. 'ia experts add FOLDER' then gives the expert to a node; one that is written into the
        experts folder of a running node is live at once.

        Examples:
          ia fit forecast --data line3.csv --horizon 96 --out line3-forecast
          ia fit detect --data normal-week.csv --out pump3-detector
          ia fit detect --data pictures-of-good-parts --out surface-defects
          ia fit classify --data pictures-by-class --out surfaces
          ia fit classify --from surfaces --data pictures-of-a-new-class --out surfaces
          ia fit classify --data recordings-by-class --out bearing-faults
          ia fit remaining-life --data runs.csv --unit engine --out engine-life
          ia fit table --data rows.csv --label failure --positive 1 --out machine-failure
          ia fit extract --data annotated.json --out work-order-entities
        """)
    {
        FitForecast.Create(),
        FitDetect.Create(),
        FitClassify.Create(),
        FitRemainingLife.Create(),
        FitTable.Create(),
        FitExtract.Create(),
    };
}
