namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// The kernels of MiniRocket for windows of one length, all but their biases: which dilations, how many features of each, and where each kernel's
/// features lie. Kernels are ordered by their three places of weight 2. Of every dilation the features of kernels that see zeros beyond the ends come
/// first, then those of kernels that stay inside. Immutable.
/// </summary>
internal sealed class MiniRocketPlan
{
    public const int Kernels = 84;
    public const int Taps = 9;
    private const int MaxDilations = 32;

    public MiniRocketPlan(int length, int features)
    {
        (Length, var perKernel) = (length, features / Kernels);
        var count = Math.Min(perKernel, MaxDilations);
        var exponent = Math.Log2((length - 1) / (double)(Taps - 1));
        var dilations = Enumerable.Range(0, count)
            .Select(i => (int)Math.Pow(2, count == 1 ? 0 : exponent * i / (count - 1)))
            .CountBy(dilation => dilation)
            .OrderBy(pair => pair.Key)
            .ToArray();
        Dilations = [.. dilations.Select(pair => pair.Key)];
        PerKernel = [.. dilations.Select(pair => pair.Value * perKernel / count)];
        for (var (left, at) = (perKernel - PerKernel.Sum(), 0); left > 0; left--, at = (at + 1) % PerKernel.Length)
        {
            PerKernel[at]++;
        }

        Features = perKernel * Kernels;
        First = new int[Dilations.Length, Kernels];
        var next = 0;
        for (var d = 0; d < Dilations.Length; d++)
        {
            foreach (var padded in new[] { true, false })
            {
                foreach (var kernel in KernelsOf(d, padded))
                {
                    First[d, kernel] = next;
                    next += PerKernel[d];
                }
            }
        }
    }

    /// <summary>The three places of weight 2 of every kernel; the other six weigh -1.</summary>
    public static (int A, int B, int C)[] Places { get; } =
    [
        .. from a in Enumerable.Range(0, Taps)
           from b in Enumerable.Range(a + 1, Taps - a - 1)
           from c in Enumerable.Range(b + 1, Taps - b - 1)
           select (a, b, c),
    ];

    public int Length { get; }

    public int Features { get; }

    public int[] Dilations { get; }

    /// <summary>Features of each kernel, by dilation.</summary>
    public int[] PerKernel { get; }

    /// <summary>First feature by dilation and kernel.</summary>
    public int[,] First { get; }

    /// <summary>Whether a kernel of a dilation sees zeros beyond the ends of the window; the others stay inside.</summary>
    public static bool IsPadded(int dilation, int kernel) => (dilation + kernel) % 2 == 0;

    /// <summary>The kernels of one dilation that are padded, or that are not.</summary>
    public static IEnumerable<int> KernelsOf(int dilation, bool padded) => Enumerable.Range(0, Kernels).Where(kernel => IsPadded(dilation, kernel) == padded);
}
