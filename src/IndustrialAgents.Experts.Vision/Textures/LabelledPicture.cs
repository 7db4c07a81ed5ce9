namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>A picture that is known to show something.</summary>
/// <param name="Label">What it shows.</param>
/// <param name="Data">The bytes of a PNG, JPEG or BMP file, not copied.</param>
public sealed record LabelledPicture(string Label, ReadOnlyMemory<byte> Data);
