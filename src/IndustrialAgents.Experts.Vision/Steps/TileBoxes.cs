using IndustrialAgents.Experts.Vision.Boxes;

namespace IndustrialAgents.Experts.Vision.Steps;

/// <summary>
/// Puts the boxes of tiles together. Two tiles see the strip that they share: boxes of the two that agree there, cut to it, are of one object, whether a
/// tile sees it whole or a part. An object's box is the union of its parts.
/// </summary>
internal static class TileBoxes
{
    /// <summary>One box for each object.</summary>
    /// <param name="tiles">The tiles.</param>
    /// <param name="found">Boxes of each tile, in pixels of the whole picture.</param>
    /// <param name="overlapThreshold">Overlap within the strip above which two boxes are of one object.</param>
    /// <param name="classAgnostic">Whether boxes of different classes may be of one object, which is then of the class with the best score.</param>
    public static IReadOnlyList<BoxCandidate> Join(IReadOnlyList<ImageTile> tiles, IReadOnlyList<IReadOnlyList<BoxCandidate>> found, double overlapThreshold, bool classAgnostic)
    {
        var boxes = found.SelectMany((own, tile) => own.Select(box => (Box: box, Tile: tile))).ToArray();
        var objects = Enumerable.Range(0, boxes.Length).ToArray();
        for (var i = 0; i < boxes.Length; i++)
        {
            for (var j = i + 1; j < boxes.Length; j++)
            {
                if (boxes[i].Tile != boxes[j].Tile
                    && (classAgnostic || boxes[i].Box.Class == boxes[j].Box.Class)
                    && Agree(boxes[i].Box, boxes[j].Box, tiles[boxes[i].Tile].Share(tiles[boxes[j].Tile]), overlapThreshold))
                {
                    objects[Root(objects, j)] = Root(objects, i);
                }
            }
        }

        return [.. boxes.Index().GroupBy(box => Root(objects, box.Index), box => box.Item.Box).Select(Union)];
    }

    private static BoxCandidate Union(IEnumerable<BoxCandidate> parts)
    {
        var best = parts.MaxBy(part => part.Score);
        return best with { Left = parts.Min(part => part.Left), Top = parts.Min(part => part.Top), Right = parts.Max(part => part.Right), Bottom = parts.Max(part => part.Bottom) };
    }

    private static bool Agree(in BoxCandidate a, in BoxCandidate b, in ImageTile shared, double overlapThreshold) =>
        shared is { Width: > 0, Height: > 0 } && Cut(a, shared) is { } left && Cut(b, shared) is { } right && left.Overlap(right) > overlapThreshold;

    private static BoxCandidate? Cut(in BoxCandidate box, in ImageTile to)
    {
        var cut = box with
        {
            Left = Math.Max(box.Left, to.Left),
            Top = Math.Max(box.Top, to.Top),
            Right = Math.Min(box.Right, to.Right),
            Bottom = Math.Min(box.Bottom, to.Bottom),
        };
        return cut.Right > cut.Left && cut.Bottom > cut.Top ? cut : null;
    }

    private static int Root(int[] parents, int index)
    {
        while (parents[index] != index)
        {
            index = parents[index] = parents[parents[index]];
        }

        return index;
    }
}
