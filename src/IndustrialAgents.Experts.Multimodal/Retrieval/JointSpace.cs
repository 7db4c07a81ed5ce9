using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Multimodal;

/// <summary>
/// One vector space for several modalities, in which cases that are alike lie close whatever they were seen by. Fitted in closed form to paired examples:
/// regularised canonical correlation (Hotelling 1936, doi:10.1093/biomet/28.3-4.321) of two or more modalities (Kettenring 1971,
/// doi:10.1093/biomet/58.3.433), directions weighed by their correlation and compared by cosine (Gong et al. 2014, doi:10.1007/s11263-013-0658-4).
/// Immutable and thread-safe.
/// </summary>
public sealed partial class JointSpace
{
    private const float Tiny = 1e-12f;

    private readonly SortedDictionary<string, JointView> _views;

    internal JointSpace(IEnumerable<KeyValuePair<string, JointView>> views)
    {
        _views = new SortedDictionary<string, JointView>(views.ToDictionary(), StringComparer.Ordinal);
        Dimension = _views.Values.First().Dimension;
    }

    /// <summary>The modalities, in alphabetical order.</summary>
    public IReadOnlyCollection<string> Modalities => _views.Keys;

    /// <summary>Number of dimensions.</summary>
    public int Dimension { get; }

    /// <summary>Ridge strength that was chosen; null where the space was loaded.</summary>
    public double? Strength { get; internal init; }

    /// <summary>Mean reciprocal rank of retrieval across modalities on the parts held out; null where the space was loaded.</summary>
    public double? HeldOutReciprocalRank { get; internal init; }

    /// <summary>Fits a space. The same examples give the same space.</summary>
    /// <param name="examples">Cases of at least two modalities, at least two in each part held out.</param>
    /// <param name="options">What to choose from; the defaults where null.</param>
    /// <exception cref="InvalidRequestException">There are too few examples or modalities, or features differ in length or are not finite.</exception>
    public static JointSpace Fit(IReadOnlyList<JointExample> examples, JointSpaceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return new JointSpaceFit(examples, options ?? new JointSpaceOptions()).Solve();
    }

    /// <summary>Number of features that a modality has.</summary>
    /// <exception cref="InvalidRequestException">The space does not have the modality.</exception>
    public int Width(string modality) => View(modality).Mean.Length;

    /// <summary>The place of one modality's features.</summary>
    /// <param name="modality">The modality.</param>
    /// <param name="features">Its features.</param>
    /// <returns>A vector of length 1; zeros where the features say nothing.</returns>
    /// <exception cref="InvalidRequestException">The space does not have the modality, the features have another length, or one is not finite.</exception>
    public float[] Embed(string modality, ReadOnlySpan<float> features)
    {
        var view = View(modality);
        Check(features, view.Mean.Length, modality);
        var embedding = new float[Dimension];
        view.Embed(features, embedding);
        return embedding;
    }

    /// <summary>The place of a case: the middle of the places of the modalities that are there.</summary>
    /// <param name="features">Features by modality, at least one.</param>
    /// <exception cref="InvalidRequestException">As <see cref="Embed(string, ReadOnlySpan{float})"/>, or there are none.</exception>
    public float[] Embed(IReadOnlyDictionary<string, float[]> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        InvalidRequestException.Require(features.Count > 0, "features", $"there are none; send those of one of {string.Join(", ", Modalities)}");
        var sum = new float[Dimension];
        foreach (var (modality, values) in features.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            TensorPrimitives.Add(sum, Embed(modality, values), sum);
        }

        Normalize(sum);
        return sum;
    }

    internal static void Normalize(Span<float> vector)
    {
        var norm = TensorPrimitives.Norm<float>(vector);
        if (norm > Tiny)
        {
            TensorPrimitives.Divide(vector, norm, vector);
        }
        else
        {
            vector.Clear();
        }
    }

    internal static void Check(ReadOnlySpan<float> features, int width, string modality)
    {
        if (features.Length != width)
        {
            throw new InvalidRequestException($"features.{modality}", $"{features.Length} values; {width} are needed");
        }

        if (!TensorPrimitives.IsFiniteAll(features))
        {
            throw new InvalidRequestException($"features.{modality}", "a value is NaN or infinite; all must be finite");
        }
    }

    private JointView View(string modality) => _views.TryGetValue(modality, out var view)
        ? view
        : throw new InvalidRequestException($"features.{modality}", $"the space has no '{modality}'; it has {string.Join(", ", Modalities)}");
}
