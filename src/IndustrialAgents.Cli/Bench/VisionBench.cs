using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Imaging.Png;
using IndustrialAgents.Experts.Vision.Pictures;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Cli.Bench;

/// <summary><c>ia bench vision</c>: pictures a minute through decoding, texture features and the head of a fitted classifier.</summary>
internal static class VisionBench
{
    private const int Side = 200;
    private const int Pictures = 40;
    private const int Rounds = 5;
    private const int Threads = 2;

    /// <summary>Measures; takes about a quarter of a minute.</summary>
    public static Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<Figure>>(async () => [Measure(progress, cancellationToken), .. await BoxesBench.RunAsync(progress, cancellationToken).ConfigureAwait(false)], cancellationToken);

    private static Figure Measure(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var pictures = Enumerable.Range(0, Pictures).Select(i => new LabelledPicture(i % 2 == 0 ? "along" : "across", Draw(i))).ToArray();
        progress.Report("fitting a classifier");
        using var learner = PictureLearner.Fit(
            pictures, new PictureLearnerOptions { Side = Side, Blocks = [TextureGraph.GreyBlocks], Projections = [1_024] }, cancellationToken: cancellationToken);
        using var model = new PictureModel(learner.ToExpert(new ExpertId("bench", "1")));
        progress.Report("pictures to classes");
        var rates = new double[Rounds];
        for (var round = -1; round < Rounds; round++)
        {
            // The round before the first warms up the just-in-time compiler and does not count.
            var (right, clock) = (0, Stopwatch.StartNew());
            Parallel.For(0, Pictures, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Threads }, i =>
            {
                if (model.Classify(ImageDecoder.Decode(pictures[i].Data.Span)).Top().Label == pictures[i].Label)
                {
                    Interlocked.Increment(ref right);
                }
            });
            var rate = Pictures / clock.Elapsed.TotalMinutes;
            if (right < Pictures)
            {
                throw new InvalidOperationException($"{right} of {Pictures} pictures that were fitted were named; the classifier did not work");
            }

            if (round >= 0)
            {
                rates[round] = rate;
            }
        }

        Array.Sort(rates);
        return new Figure(
            "vision/images_per_minute",
            rates[Rounds / 2],
            "images/min",
            string.Create(
                CultureInfo.InvariantCulture,
                $"PNG of {Side} x {Side} decoded, all grey texture features, 1,024 random features and ridge head, one model; {Threads} threads, median of {Rounds} rounds of {Pictures} pictures, {rates[0]:f0} to {rates[^1]:f0}"),
            "at least 1200");
    }

    // Stripes one way or the other, of their own phase, under noise.
    private static byte[] Draw(int index)
    {
        var (image, random) = (new Image(Side, Side, PixelFormat.Grey), new Random(index));
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var place = index % 2 == 0 ? i % Side : i / Side;
            image.Pixels[i] = (byte)(128 + (60 * Math.Sin((place * 0.7) + index)) + random.Next(-20, 21));
        }

        return PngEncoder.Encode(image);
    }
}
