using IndustrialAgents.Cli.Evaluation;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;
using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Experts.Vision.Evaluation;

namespace IndustrialAgents.Cli.Commands;

/// <summary>Every evaluation there is.</summary>
internal static class EvaluationSuites
{
    public static IReadOnlyList<Suite> All { get; } =
    [
        new("skab", "anomaly detection on the SKAB pump rig's valve runs", SkabEvaluation.RunAsync),
        new("tep", "fault detection on the Tennessee Eastman process", TepEvaluation.RunAsync),
        new("nab", "streaming detection on series of the Numenta anomaly benchmark, by its own scoring", NabEvaluation.RunAsync),
        new("ett", "forecasts of transformer temperature and load, ETTh1, horizons 24 to 720", EttEvaluation.RunAsync),
        new("cwru", "bearing faults from vibration, CWRU, clean and under noise", CwruEvaluation.RunAsync),
        new("cmapss", "remaining life of turbofan engines, C-MAPSS", CmapssEvaluation.RunAsync),
        new("ai4i", "machine failures from one reading, AI4I", Ai4iEvaluation.RunAsync),
        new("neu", "classification of steel surface defects, NEU", (data, progress, token) => Task.Run(
            () =>
            {
                progress.Report("60 and 10 pictures a class");
                return NeuEvaluation.Run(data, cancellationToken: token);
            },
            token)),
        new("magnetic-tile", "surface defects of magnetic tiles: six classes, defect or free, and from good tiles alone", (data, progress, token) => Task.Run<IReadOnlyList<Figure>>(
            () => [.. MagneticTileEvaluation.Run(data, progress, token), .. DefectEvaluation.Run(data, progress, token)],
            token)),
        new("mvtec-embeddings", "defects from embeddings of good pictures alone, MVTec AD", (data, progress, token) => Task.Run(() => MvtecEvaluation.Run(data, progress, token), token)),
        new("fmc", "failure modes of work-order texts, FMC", FmcEvaluation.RunAsync),
        new("multimodal-sim", "failure modes from series, image and text together, of a simulated plant", (_, progress, token) => MultimodalEvaluation.RunAsync(new MultimodalOptions(), progress, token)),
        new("stories", "a small Llama decoder's story, token for token with llama2.c", StoriesEvaluation.RunAsync),
        new("capp", "process plans of capp_gpt, token for token with the official runtime", CappEvaluation.RunAsync),
        new("tokenizers", "tokenizers against Hugging Face's, string by string", TokenizersEvaluation.RunAsync),
        new("excavator", "systems of excavator work orders, five folds", ExcavatorEvaluation.RunAsync),
        new("maintie", "equipment, states and activities named in work orders, MaintIE", MaintieEvaluation.RunAsync),
        new("fmea", "questions about a failure mode and effects table of mining trucks", FmeaEvaluation.RunAsync),
    ];
}
