namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>Kinds of features that <see cref="TextureGraph"/> computes; several together lie one after the other, in this order.</summary>
[Flags]
public enum TextureBlocks
{
    /// <summary>Scattering coefficients of orders one and two, averaged over the picture: what the texture is made of.</summary>
    Scattering = 1,

    /// <summary>Shares of local binary patterns: fine structure, whatever the contrast.</summary>
    Patterns = 2,

    /// <summary>Extremes and spread over the picture of first-order responses and of brightness: whether something is there only in places.</summary>
    Local = 4,

    /// <summary>First-order responses in the cells of a grid of 4 x 4: where something is.</summary>
    Grid = 8,

    /// <summary>Extremes and spread of the two differences of colour; of colour pictures only.</summary>
    Colour = 16,

    /// <summary>Histograms of oriented gradients in the cells of two grids: which way edges run, and where, whatever the contrast.</summary>
    Gradients = 32,
}

/// <summary>Checks of <see cref="TextureBlocks"/>.</summary>
internal static class TextureBlocksExtensions
{
    private static readonly TextureBlocks All = Enum.GetValues<TextureBlocks>().Aggregate((a, b) => a | b);

    /// <summary>Whether every bit is one of the blocks.</summary>
    public static bool IsKnown(this TextureBlocks blocks) => (blocks & ~All) == 0;
}
