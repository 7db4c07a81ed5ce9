namespace IndustrialAgents.Experts.Vision.Boxes;

/// <summary>Reads boxes that a detector of the YOLO family gives in pixels: <see cref="BoxLayout.Rows"/>, <see cref="BoxLayout.Columns"/> and <see cref="BoxLayout.EndToEnd"/>. Thread-safe.</summary>
public static class YoloDecoder
{
    /// <summary>The boxes whose best class scores above <paramref name="scoreThreshold"/>, in the order of the output; those that are not finite or of no class are left out.</summary>
    /// <param name="output">The output's values.</param>
    /// <param name="layout">How they lie.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="scoreThreshold">Score that a box must exceed.</param>
    /// <exception cref="ArgumentException">The values are no whole number of boxes, or the layout is another's.</exception>
    public static IReadOnlyList<BoxCandidate> Decode(ReadOnlySpan<float> output, BoxLayout layout, int classes, double scoreThreshold)
    {
        var length = layout switch
        {
            BoxLayout.Rows => 5 + classes,
            BoxLayout.Columns => 4 + classes,
            BoxLayout.EndToEnd => 6,
            _ => throw new ArgumentException($"{layout} is read by {nameof(YoloxDecoder)}", nameof(layout)),
        };
        if (output.Length % length != 0)
        {
            throw new ArgumentException($"{output.Length} values are not boxes of {length} values each", nameof(output));
        }

        var (count, boxes, row) = (output.Length / length, new List<BoxCandidate>(), new float[length]);
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < length; k++)
            {
                row[k] = layout == BoxLayout.Columns ? output[(k * count) + i] : output[(i * length) + k];
            }

            var box = layout == BoxLayout.EndToEnd ? ReadCorners(row, classes) : ReadMiddle(row, layout == BoxLayout.Rows);
            if (box.Class >= 0 && box.Score > scoreThreshold && float.IsFinite(box.Score + box.Left + box.Top + box.Right + box.Bottom))
            {
                boxes.Add(box);
            }
        }

        return boxes;
    }

    private static BoxCandidate ReadMiddle(float[] row, bool objectness)
    {
        var scores = row.AsSpan(objectness ? 5 : 4);
        var best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(scores);
        var score = best < 0 ? float.NaN : objectness ? row[4] * scores[best] : scores[best];
        return new BoxCandidate(best, score, row[0] - (row[2] / 2), row[1] - (row[3] / 2), row[0] + (row[2] / 2), row[1] + (row[3] / 2));
    }

    private static BoxCandidate ReadCorners(float[] row, int classes)
    {
        var number = row[5] >= 0 && row[5] < classes ? (int)row[5] : -1;
        return new BoxCandidate(number, row[4], row[0], row[1], row[2], row[3]);
    }
}
