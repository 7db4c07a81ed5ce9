using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Input step <c>ngrams</c>: a text's character n-grams as buckets (int64) and counts (float32), both <c>[1, m]</c>. Unused places have bucket 0
/// and count 0; m is a multiple of 64, so that texts of about the same length can run together.
/// </summary>
internal sealed class NgramsStep(NgramHasher hasher, string buckets, string counts) : IInputStep
{
    public const string BucketsInput = "buckets";
    public const string CountsInput = "counts";

    private const int Multiple = 64;

    public static NgramsStep Create(StepContext context)
    {
        var options = context.Options.Read<NgramsStepOptions>();
        var ngrams = new NgramOptions
        {
            MinLength = options.MinLength,
            MaxLength = options.MaxLength,
            Words = options.Words,
            CrossingApart = options.CrossingApart,
            Together = options.Together,
            Width = options.Width,
        };
        return ngrams.Problem() is { } problem
            ? throw context.Options.Invalid(problem.Option, problem.Message)
            : new NgramsStep(new NgramHasher(ngrams), options.Buckets, options.Counts);
    }

    public void Prepare(RequestInput input, ModelFeed feed)
    {
        if (input is not TextInput text)
        {
            throw new InvalidRequestException("inputs", "the expert takes a text");
        }

        var found = hasher.Count(text.Text);
        var length = (Math.Max(1, found.Buckets.Length) + Multiple - 1) / Multiple * Multiple;
        var places = new byte[length * sizeof(long)];
        var numbers = new byte[length * sizeof(float)];
        var placeSpan = MemoryMarshal.Cast<byte, long>(places.AsSpan());
        var numberSpan = MemoryMarshal.Cast<byte, float>(numbers.AsSpan());
        for (var i = 0; i < found.Buckets.Length; i++)
        {
            placeSpan[i] = found.Buckets.Span[i];
            numberSpan[i] = found.Counts.Span[i];
        }

        var shape = new TensorShape(1, length);
        feed.Add(buckets, Tensor.Wrap(ElementType.Int64, shape, places));
        feed.Add(counts, Tensor.Wrap(ElementType.Float32, shape, numbers));
    }
}
