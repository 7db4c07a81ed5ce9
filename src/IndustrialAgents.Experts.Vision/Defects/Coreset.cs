namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>
/// A few points that cover many: each next one is the point farthest from those chosen (greedy k-centre, Gonzalez 1985, doi:10.1016/0304-3975(85)90224-5),
/// so that no point is farther from its nearest than twice what any choice could do. Thread-safe.
/// </summary>
internal static class Coreset
{
    /// <summary>Indices of the points chosen, the first being point 0. Fewer where the rest are copies of these.</summary>
    /// <param name="points">Points <c>[point, width]</c>.</param>
    /// <param name="width">Their number of coordinates.</param>
    /// <param name="size">How many to choose at most.</param>
    /// <param name="cancellationToken">Stops between choices.</param>
    public static IReadOnlyList<int> Choose(float[] points, int width, int size, CancellationToken cancellationToken)
    {
        const int Chunk = 4096;
        var count = points.Length / width;
        var (nearest, chosen) = (new float[count], new List<int> { 0 });
        Array.Fill(nearest, float.PositiveInfinity);
        var farthest = new (int Index, float Distance)[(count + Chunk - 1) / Chunk];
        while (chosen.Count < size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = chosen[^1];
            Parallel.For(0, farthest.Length, chunk =>
            {
                var newest = points.AsSpan(last * width, width);
                var best = (Index: -1, Distance: 0f);
                for (var i = chunk * Chunk; i < Math.Min(count, (chunk + 1) * Chunk); i++)
                {
                    var distance = System.Numerics.Tensors.TensorPrimitives.Distance(points.AsSpan(i * width, width), newest);
                    nearest[i] = Math.Min(nearest[i], distance);
                    best = nearest[i] > best.Distance ? (i, nearest[i]) : best;
                }

                farthest[chunk] = best;
            });
            var next = farthest.MaxBy(best => best.Distance);
            if (next.Index < 0)
            {
                break;
            }

            chosen.Add(next.Index);
        }

        return chosen;
    }
}
