namespace IndustrialAgents.Experts.Vision.Boxes;

/// <summary>
/// Reads boxes from the output of YOLOX (Ge, Liu, Wang, Li, Sun 2021, arXiv:2107.08430). For each stride s, in the order given, anchors lie on
/// the grid of (picture / s) cells, row by row; an anchor's row holds x, y, ln w, ln h in strides relative to its cell, the objectness and one
/// score a class. Thread-safe.
/// </summary>
public static class YoloxDecoder
{
    /// <summary>Number of anchors of a picture.</summary>
    public static int CountAnchors(int width, int height, IReadOnlyList<int> strides)
    {
        ArgumentNullException.ThrowIfNull(strides);
        return strides.Sum(stride => width / stride * (height / stride));
    }

    /// <summary>The boxes whose best class scores above <paramref name="scoreThreshold"/>, in the order of the anchors.</summary>
    /// <param name="output">Rows [anchor, 5 + classes].</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="width">Width of the model's picture.</param>
    /// <param name="height">Height of the model's picture.</param>
    /// <param name="strides">Strides of the grids, in the order of the output.</param>
    /// <param name="scoreThreshold">Score that a box must exceed.</param>
    /// <exception cref="ArgumentException">The output does not have as many elements as the anchors ask for.</exception>
    public static IReadOnlyList<BoxCandidate> Decode(
        ReadOnlySpan<float> output, int classes, int width, int height, IReadOnlyList<int> strides, double scoreThreshold)
    {
        var rowLength = 5 + classes;
        var anchors = CountAnchors(width, height, strides);
        if (output.Length != (long)anchors * rowLength)
        {
            throw new ArgumentException($"{output.Length} values are not {anchors} anchors of 5 + {classes} values each", nameof(output));
        }

        var boxes = new List<BoxCandidate>();
        foreach (var stride in strides)
        {
            for (var y = 0; y < height / stride; y++)
            {
                for (var x = 0; x < width / stride; x++)
                {
                    if (Read(output[..rowLength], x, y, stride) is { } box && box.Score > scoreThreshold)
                    {
                        boxes.Add(box);
                    }

                    output = output[rowLength..];
                }
            }
        }

        return boxes;
    }

    private static BoxCandidate? Read(ReadOnlySpan<float> row, int x, int y, int stride)
    {
        var best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(row[5..]);
        var score = row[4] * row[5 + best];
        var (centreX, centreY) = ((row[0] + x) * stride, (row[1] + y) * stride);
        var (halfWidth, halfHeight) = (MathF.Exp(row[2]) * stride / 2, MathF.Exp(row[3]) * stride / 2);
        return float.IsFinite(score + centreX + centreY + halfWidth + halfHeight)
            ? new BoxCandidate(best, score, centreX - halfWidth, centreY - halfHeight, centreX + halfWidth, centreY + halfHeight)
            : null;
    }
}
