using IndustrialAgents.Assets.Simulation;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Multimodal;
using IndustrialAgents.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace IndustrialAgents.Cli.Evaluation;

/// <summary>
/// Measures diagnosis across modalities on <see cref="SimulatedPlant"/>: experts fitted to cases of one plant, calibrations and shares to cases of a second, tested
/// on a further one, whose machines are others. Everything is simulated.
/// </summary>
internal static class MultimodalEvaluation
{
    private const int FitSeed = 1001;
    private const int CalibrationSeed = 2002;
    private const int ArchiveSeed = 4004;
    private const int RouterCases = 25;

    /// <summary>Runs it in a temporary folder.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(MultimodalOptions options, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("ia-multimodal-");
        try
        {
            var experts = folder.CreateSubdirectory("experts").FullName;
            var plant = new SimulatedPlant(FitSeed);
            foreach (var kind in Enum.GetValues<MachineKind>())
            {
                progress.Report($"fitting three experts to {options.Fitted} cases of a simulated {Lower(kind)}");
                await Task.Run(() => PlantExperts.Save(kind, [.. Enumerable.Range(0, options.Fitted).Select(i => plant.Create(kind, i))], experts, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
            }

            var nodeOptions = new NodeOptions { DataFolder = folder.CreateSubdirectory("data").FullName, ExpertFolders = [experts] };
            var retrieval = new List<(PlantAnswers Fitted, PlantAnswers Archive, PlantAnswers Asked)>();
            var kinds = new List<(PlantAnswers Test, PlantBelief Belief)>();
            await using (var node = await EmbeddedNode.StartAsync(nodeOptions, NullLoggerFactory.Instance, TimeProvider.System, cancellationToken).ConfigureAwait(false))
            {
                foreach (var kind in Enum.GetValues<MachineKind>())
                {
                    progress.Report($"asking about {options.Calibrated + options.Archived + options.Tested} cases of a simulated {Lower(kind)}");
                    var calibration = await PlantAnswers.AskAsync(node.Directory, kind, CalibrationSeed, options.Calibrated, false, cancellationToken).ConfigureAwait(false);
                    var test = await PlantAnswers.AskAsync(node.Directory, kind, options.TestSeed, options.Tested, true, cancellationToken).ConfigureAwait(false);
                    var archive = await PlantAnswers.AskAsync(node.Directory, kind, ArchiveSeed, options.Archived, false, cancellationToken).ConfigureAwait(false);
                    retrieval.Add((calibration, archive, test));
                }
            }

            progress.Report("fitting calibrations and shares");
            var calibrations = retrieval.ConvertAll(cases => cases.Fitted.ToDiagnoseCases());
            var calibrated = calibrations.ConvertAll(cases => (cases, DiagnoseCalibration.Fit(cases)));
            var shares = MisledShares.Fit(calibrated);
            foreach (var ((_, _, test), (_, calibration)) in retrieval.Zip(calibrated))
            {
                kinds.Add((test, new PlantBelief(calibration, shares, options.Memory)));
                SaveDiagnosis(test.Kind, kinds[^1].Belief, experts);
            }

            // Started again so that it finds the diagnoses.
            await using var routed = await EmbeddedNode.StartAsync(nodeOptions, NullLoggerFactory.Instance, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            progress.Report("asking the router");
            var agreement = await RouterAgreementAsync(routed.Router, kinds, cancellationToken).ConfigureAwait(false);
            progress.Report("retrieving past cases");
            return [.. MultimodalFigures.Of(kinds, options), .. RetrievalFigures.Of(retrieval), new Figure(
                "multimodal-sim/router/agreement", agreement, "", $"simulated; share of the first {RouterCases} test cases of each kind of which the router's answer to 'diagnose' names the mode that these figures count")];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void SaveDiagnosis(MachineKind kind, PlantBelief belief, string experts)
    {
        var manifest = DiagnoseExpert.Describe($"diagnosis-{Lower(kind)}", "1", new DiagnoseOptions
        {
            FailureModes = MachineModes.Of(kind),
            Normal = MachineModes.Normal,
            MisledMemory = belief.Memory,
            Members =
            [
                .. PlantExperts.Modalities.Select(modality => new DiagnoseMember(
                    PlantExperts.Name(kind, modality), Misled: belief.Shares[PlantExperts.Word(modality)], Calibration: belief.Calibrations[PlantExperts.Word(modality)])),
            ],
        });
        var folder = Directory.CreateDirectory(Path.Combine(experts, manifest.Name)).FullName;
        File.WriteAllText(Path.Combine(folder, ManifestReader.FileName), ManifestReader.Write(manifest));
    }

    private static async Task<double> RouterAgreementAsync(
        IRouter router, IReadOnlyList<(PlantAnswers Test, PlantBelief Belief)> kinds, CancellationToken cancellationToken)
    {
        var (agreed, asked) = (0, 0);
        foreach (var (test, belief) in kinds)
        {
            var right = new PooledCases([.. test.Pool(belief, PlantExperts.Modalities)]).Right;
            for (var i = 0; i < Math.Min(RouterCases, right.Length); i++, asked++)
            {
                var answer = await router.AskAsync(
                    new Request
                    {
                        Task = ExpertTask.Diagnose,
                        Asset = test.Cases[i].Asset,
                        Inputs = test.Cases[i].Inputs(),
                        Constraints = new RequestConstraints { Experts = [$"diagnosis-{Lower(test.Kind)}"], AbstainBelow = 0 },
                    },
                    cancellationToken).ConfigureAwait(false);
                agreed += answer.Output is ClassProbabilities classes && (classes.Top().Label == test.Cases[i].Mode) == right[i] ? 1 : 0;
            }
        }

        return (double)agreed / asked;
    }

    private static string Lower(MachineKind kind) => kind.ToString().ToLowerInvariant();
}
