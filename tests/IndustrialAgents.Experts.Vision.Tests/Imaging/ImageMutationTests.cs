using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Experts.Vision.Imaging;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>
/// Thousands of damaged PNG, JPEG and BMP files: each gives a picture or <see cref="ImageFormatException"/>, in bounded time and memory. With
/// IA_LONG_TESTS=1 these are 150,000.
/// </summary>
public sealed class ImageMutationTests
{
    private const int Short = 4_000;
    private const int Long = 150_000;
    private static readonly ImageLimits Limits = new() { MaxPixels = 256 * 256, MaxSide = 16384, MaxBytes = 1 << 20 };

    // So much that a busy machine does not reach it: a file takes well under a millisecond.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);

    [Fact]
    public void Decode_MutatedFiles_DecodeOrAreRefusedInBoundedTimeAndMemory()
    {
        var count = Environment.GetEnvironmentVariable("IA_LONG_TESTS") == "1" ? Long : Short;
        var run = new MutationRun(count);
        var worker = new Thread(run.Work) { IsBackground = true };
        worker.Start();
        for (var (seen, since) = (-1, Stopwatch.StartNew()); !worker.Join(TimeSpan.FromMilliseconds(50));)
        {
            if (run.Current != seen)
            {
                (seen, since) = (run.Current, Stopwatch.StartNew());
            }

            Assert.True(since.Elapsed < Hang, $"input {seen} ({ImageMutation.Make(seen).Kind}) hangs");
        }

        Assert.True(run.Failure is null, run.Failure);
        TestContext.Current.TestOutputHelper?.WriteLine(run.ToString());

        // Damage that is always seen at the first byte would test nothing.
        Assert.InRange(run.Decoded, count / 20, count * 19 / 20);
        Assert.True(run.Kinds.Count(kind => kind.Value.Decoded > 0) >= 12, run.ToString());
    }

    [Fact]
    public void Make_SameNumber_GivesTheSameFile()
    {
        var (first, again) = (ImageMutation.Make(77), ImageMutation.Make(77));
        Assert.Equal(first.Data, again.Data);
        Assert.NotEqual(first.Data, ImageMutation.Make(78).Data);
    }

    private sealed class MutationRun(int count)
    {
        private double _slowest;
        private long _most;
        private volatile int _current;

        public int Current => _current;

        public int Decoded { get; private set; }

        public string? Failure { get; private set; }

        public SortedDictionary<string, (int Decoded, int Refused)> Kinds { get; } = new(StringComparer.Ordinal);

        public void Work()
        {
            for (var i = 0; i < count && Failure is null; i++)
            {
                _current = i;
                var (data, kind) = ImageMutation.Make(i);
                var (before, started, decoded) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp(), false);
                try
                {
                    var image = ImageDecoder.Decode(data, Limits);
                    decoded = image.Width * image.Height <= Limits.MaxPixels;
                    Failure = decoded ? null : $"input {i} ({kind}) became a picture of {image.Width} x {image.Height}";
                }
                catch (ImageFormatException error)
                {
                    Failure = error.Message.Length == 0 ? $"input {i} ({kind}) is refused without a reason" : null;
                }
                catch (Exception error)
                {
                    Failure = $"input {i} ({kind}): {error}";
                }

                var (took, taken) = (Stopwatch.GetElapsedTime(started).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - before);
                (_slowest, _most) = (Math.Max(_slowest, took), Math.Max(_most, taken));
                Decoded += decoded ? 1 : 0;
                var first = kind.Split(',')[0];
                var (good, bad) = Kinds.GetValueOrDefault(first);
                Kinds[first] = decoded ? (good + 1, bad) : (good, bad + 1);

                // ImageLimits says fifteen bytes a pixel; besides, the file's data may be collected, and tables and buffers made anew for each of its segments.
                var allowed = (16L * Limits.MaxPixels) + (64L * data.Length) + (1 << 19);
                Failure ??= taken > allowed ? $"input {i} ({kind}) of {data.Length} bytes took {taken} bytes of memory; {allowed} are allowed" : null;
            }
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{count} inputs: {Decoded} decoded, {count - Decoded} refused; slowest {_slowest:F1} ms, most memory {_most / 1024} KiB\n{string.Join('\n', Kinds.Select(kind => $"  {kind.Key}: {kind.Value.Decoded} decoded, {kind.Value.Refused} refused"))}");
    }
}
