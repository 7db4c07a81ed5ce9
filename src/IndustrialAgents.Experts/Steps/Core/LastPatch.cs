namespace IndustrialAgents.Experts;

/// <summary>The last of the forecasts that a decoder gives, one after each patch of the window.</summary>
internal static class LastPatch
{
    /// <summary>The output without its second dimension: of <c>[batch, patch, ...]</c> the last patch of each row.</summary>
    /// <exception cref="InvalidRequestException">It has no such dimension.</exception>
    public static Tensor Of(Tensor output)
    {
        var shape = output.Shape.Dimensions;
        if (shape.Length < 3 || output.Shape.ElementCount == 0)
        {
            throw new InvalidRequestException("inputs", $"the model gives {output} for them, which is no forecast after each patch");
        }

        var (rows, patches) = ((int)shape[0], (int)shape[1]);
        var size = output.Bytes.Length / rows / patches;
        var bytes = new byte[rows * size];
        for (var row = 0; row < rows; row++)
        {
            output.Bytes.Slice(((row * patches) + patches - 1) * size, size).CopyTo(bytes.AsMemory(row * size));
        }

        return Tensor.Wrap(output.ElementType, new TensorShape([shape[0], .. shape[2..]]), bytes);
    }
}
