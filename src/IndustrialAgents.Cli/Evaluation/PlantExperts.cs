using IndustrialAgents.Assets.Simulation;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;
using IndustrialAgents.Experts.TimeSeries;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Cli.Evaluation;

/// <summary>Fits one expert a modality and kind of machine to cases of a simulated plant, and saves them.</summary>
internal static class PlantExperts
{
    public static readonly IReadOnlyList<Modality> Modalities = [Modality.TimeSeries, Modality.Vision, Modality.Language];

    /// <summary>Name of the expert for one modality of one kind of machine.</summary>
    public static string Name(MachineKind kind, Modality modality) => $"{kind}-{Word(modality)}".ToLowerInvariant();

    /// <summary>A modality as figures name it.</summary>
    public static string Word(Modality modality) => modality switch
    {
        Modality.TimeSeries => "series",
        Modality.Vision => "image",
        _ => "text",
    };

    /// <summary>The part of a case that is of one modality.</summary>
    public static RequestInput Input(PairedCase paired, Modality modality) => paired.Inputs().First(input => input.Modality == modality);

    /// <summary>Fits the three experts of a kind to complete cases.</summary>
    public static void Save(MachineKind kind, IReadOnlyList<PairedCase> cases, string folder, CancellationToken cancellationToken)
    {
        var modes = MachineModes.Of(kind).ToDictionary(mode => mode);
        var series = SeriesClassifier.Fit([.. cases.Select(paired => new LabelledSeries(paired.Mode, paired.Series!))], cancellationToken: cancellationToken)
            .ToExpert(new ExpertId(Name(kind, Modality.TimeSeries), "1"), modes);
        var pictures = TextureClassifier.Fit(
            [.. cases.Select(paired => new LabelledPicture(paired.Mode, paired.Picture!))],
            new TextureClassifierOptions { Name = Name(kind, Modality.Vision), Version = "1", Side = SurfaceImage.Size, FailureModes = modes },
            cancellationToken);
        var texts = NgramClassifier.Fit(
            [.. cases.Select(paired => (paired.Text!, paired.Mode))],
            new NgramClassifierOptions { Name = Name(kind, Modality.Language), Version = "1", FailureModes = modes, Head = NgramHead.Selected },
            cancellationToken);
        foreach (FittedExpert expert in new[] { series, pictures, texts })
        {
            expert.Save(Path.Combine(folder, expert.Manifest.Name));
        }
    }
}
