using IndustrialAgents.Experts.Vision.Defects;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Png;

namespace IndustrialAgents.Cli.Rendering;

/// <summary>Draws an answer over the picture it is about.</summary>
internal static class AnswerOverlay
{
    /// <summary>The picture with the map of its defects, or with a frame around each object.</summary>
    /// <returns>A PNG file.</returns>
    /// <exception cref="InvalidRequestException">The answer is about no place of a picture.</exception>
    public static byte[] Draw(ImageInput picture, Answer answer)
    {
        // An answer that abstains still has what its experts saw.
        var output = answer.Output ?? answer.Contributions.Select(part => part.Output).FirstOrDefault(own => own is AnomalyScores { Grid: not null } or Detections);
        var image = ImageDecoder.Decode(picture.Data.Span);
        return PngEncoder.Encode(output switch
        {
            AnomalyScores { Grid: not null } scores => DefectMap.Of(scores).Overlay(image),
            Detections found => BoxOverlay.Draw(image, found),
            _ => throw new InvalidRequestException(
                "--overlay", $"the answer ({output?.GetType().Name ?? "none"}) names no places of a picture; ask an expert that does, such as one of 'ia fit detect' on pictures, with --task detect"),
        });
    }
}
