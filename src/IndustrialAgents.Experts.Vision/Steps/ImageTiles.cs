using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Resizing;

namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>The note that <c>image</c> leaves where it cuts tiles: the output step runs the model on each. Tiles become tensors one at a time.</summary>
internal sealed class ImageTiles(ImageStep step, Image image, IReadOnlyList<ImageTile> tiles, string input)
{
    /// <summary>The tiles, in pixels of the picture.</summary>
    public IReadOnlyList<ImageTile> Tiles { get; } = tiles;

    /// <summary>Width of the picture.</summary>
    public int Width => image.Width;

    /// <summary>Height of the picture.</summary>
    public int Height => image.Height;

    /// <summary>Runs the model on each tile.</summary>
    /// <returns>For each tile its outputs, and where the model's picture lies in the whole one.</returns>
    public async Task<IReadOnlyList<(IReadOnlyDictionary<string, Tensor> Outputs, ImageGeometry Geometry)>> RunAsync(ModelFeed feed, IModelRunner model, CancellationToken cancellationToken)
    {
        var results = new List<(IReadOnlyDictionary<string, Tensor>, ImageGeometry)>(Tiles.Count);
        foreach (var tile in Tiles)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var inputs = new Dictionary<string, Tensor>(feed.Tensors) { [input] = Convert(tile, out var geometry) };
            results.Add((await model.RunAsync(inputs, cancellationToken).ConfigureAwait(false), geometry));
        }

        return results;
    }

    private Tensor Convert(in ImageTile tile, out ImageGeometry geometry)
    {
        var tensor = step.Convert(image.Crop(tile.Left, tile.Top, tile.Width, tile.Height), out var own);
        geometry = own with
        {
            Width = Width,
            Height = Height,
            OffsetX = own.OffsetX - (tile.Left * own.ScaleX),
            OffsetY = own.OffsetY - (tile.Top * own.ScaleY),
        };
        return tensor;
    }
}
