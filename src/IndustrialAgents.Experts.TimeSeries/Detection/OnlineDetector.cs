using System.Text.Json;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// A detector that needs no fitting, as an expert written in code: what a manifest's <c>code</c> says of it under the name <c>onlineDetector</c>. As an
/// expert it begins anew with each window, and judges its end by what came before in the same window; row by row it goes on learning. Immutable and
/// thread-safe.
/// </summary>
public sealed record OnlineDetector : AlarmRule
{
    /// <summary>Name of the expert in manifests.</summary>
    public const string Code = "onlineDetector";

    /// <summary>Which one.</summary>
    public required OnlineDetectorKind Detector { get; init; }

    /// <summary>Names of the channels that it looks at, at least one.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>Options of <see cref="OnlineDetectorKind.HalfLife"/>.</summary>
    public HalfLifeOptions? HalfLife { get; init; }

    /// <summary>Options of <see cref="OnlineDetectorKind.LeftDiscord"/>.</summary>
    public LeftDiscordOptions? LeftDiscord { get; init; }

    /// <summary>Options of <see cref="OnlineDetectorKind.Cusum"/>.</summary>
    public CusumOptions? Cusum { get; init; }

    /// <summary>Options of <see cref="OnlineDetectorKind.BayesianChange"/>.</summary>
    public BayesianChangeOptions? BayesianChange { get; init; }

    /// <summary>Makes the detector, in a state that has seen nothing.</summary>
    /// <exception cref="InvalidRequestException">An option is wrong.</exception>
    public IBlamingDetector Create()
    {
        InvalidRequestException.Require(Channels is { Count: > 0 } && Channels.Distinct().Count() == Channels.Count, "channels", "name at least one channel, and none twice");
        try
        {
            return Detector switch
            {
                OnlineDetectorKind.HalfLife => new HalfLifeDetector(Channels.Count, HalfLife),
                OnlineDetectorKind.LeftDiscord => new LeftDiscordDetector(Channels.Count, LeftDiscord),
                OnlineDetectorKind.Cusum => new CusumDetector(Channels.Count, Cusum),
                OnlineDetectorKind.BayesianChange => new BayesianChangeDetector(Channels.Count, BayesianChange),
                _ => throw new InvalidRequestException("detector", $"{Detector} is none; known are {string.Join(", ", Enum.GetNames<OnlineDetectorKind>())}"),
            };
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidRequestException(JsonNamingPolicy.CamelCase.ConvertName(Detector.ToString()), e.Message, e);
        }
    }

    /// <summary>This detector with the p-values of its scores on normal operation, from its warm-up on.</summary>
    /// <param name="normal">Samples of normal operation, in order, with the channels among its own.</param>
    /// <exception cref="InvalidRequestException">A channel is missing, too few samples can be scored, or an option is wrong.</exception>
    public OnlineDetector Calibrate(Series normal)
    {
        ArgumentNullException.ThrowIfNull(normal);
        return Calibrate([normal]);
    }

    /// <summary>The same from blocks that follow each other without a gap, such as of <see cref="SeriesReader.ReadFileBlocks"/>, so that a long file need not be in memory.</summary>
    /// <param name="normal">Blocks of samples of normal operation, in order, with the channels among their own.</param>
    /// <exception cref="InvalidRequestException">A channel is missing, too few samples can be scored, or an option is wrong.</exception>
    public OnlineDetector Calibrate(IEnumerable<Series> normal)
    {
        ArgumentNullException.ThrowIfNull(normal);
        var samples = 0L;
        return this with
        {
            Calibration = DetectorCalibration.Of(normal.Select(Pick), Recent, Create())
                ?? throw new InvalidRequestException("series", $"{samples} samples give fewer than 20 scores; calibrating needs more"),
        };

        Series Pick(Series block)
        {
            samples += block.Length;
            return ChannelPick.Of(block, Channels, "the detector");
        }
    }

    /// <summary>The manifest of the expert.</summary>
    /// <param name="id">Its name and version.</param>
    /// <param name="assets">The assets that it is meant for; all where null.</param>
    /// <exception cref="InvalidRequestException">An option is wrong.</exception>
    public Manifest ToManifest(ExpertId id, IReadOnlyList<AssetPath>? assets = null)
    {
        Create();
        if (Fault() is var (option, why))
        {
            throw new InvalidRequestException(option, why);
        }

        return new Manifest
        {
            Name = id.Name,
            Version = id.Version,
            Modality = Modality.TimeSeries,
            Tasks = [ExpertTask.Detect],
            Description = $"Finds what is new in {Channels.Count} channels, without fitting ({Detector}).",
            Inputs = [new ManifestInput { Kind = Modality.TimeSeries }],
            Code = ManifestStep.Of(Code, this),
            Assets = assets ?? [],
        };
    }

    /// <summary>Writes the expert's folder, which is its manifest alone. One that is there is overwritten.</summary>
    /// <param name="id">Its name and version.</param>
    /// <param name="folder">The folder; made if it does not exist.</param>
    /// <param name="assets">The assets that it is meant for; all where null.</param>
    /// <exception cref="InvalidRequestException">An option is wrong.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public Manifest Save(ExpertId id, string folder, IReadOnlyList<AssetPath>? assets = null)
    {
        var manifest = ToManifest(id, assets);
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, ManifestReader.FileName);
        ManifestReader.Validate(manifest, target);
        var temporary = $"{target}.{Guid.NewGuid():n}.tmp";
        File.WriteAllText(temporary, ManifestReader.Write(manifest));
        File.Move(temporary, target, overwrite: true);
        return manifest;
    }
}
