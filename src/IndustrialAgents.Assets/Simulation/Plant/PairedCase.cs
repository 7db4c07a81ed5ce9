namespace IndustrialAgents.Assets.Simulation;

/// <summary>What is known of one simulated machine at one time, and what is really the matter with it. Simulated, never recorded.</summary>
/// <param name="Asset">The machine.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">The hidden failure mode, one of <see cref="MachineModes.Of"/>.</param>
/// <param name="Severity">How far it has come, 0 to 1; 0 where nothing is wrong.</param>
public sealed record PairedCase(AssetPath Asset, MachineKind Kind, string Mode, double Severity)
{
    /// <summary>A window of the machine's sensors; null where it is missing.</summary>
    public Series? Series { get; init; }

    /// <summary>A picture of it as an 8-bit grey BMP file; null where it is missing.</summary>
    public byte[]? Picture { get; init; }

    /// <summary>A work order about it; null where it is missing.</summary>
    public string? Text { get; init; }

    /// <summary>The modalities that were made from another mode than the true one.</summary>
    public IReadOnlyList<Modality> Misleading { get; init; } = [];

    /// <summary>What is there as inputs of a request: series, picture, text.</summary>
    public IReadOnlyList<RequestInput> Inputs()
    {
        var inputs = new List<RequestInput>(3);
        if (Series is not null)
        {
            inputs.Add(new SeriesInput(Series));
        }

        if (Picture is not null)
        {
            inputs.Add(new ImageInput(Picture));
        }

        if (Text is not null)
        {
            inputs.Add(new TextInput(Text));
        }

        return inputs;
    }
}
