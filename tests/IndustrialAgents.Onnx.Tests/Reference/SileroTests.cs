using System.Buffers.Binary;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>silero_vad (speech or not, chunk by chunk): state and the 64 samples of context carried from run to run.</summary>
public sealed class SileroTests
{
    private const int Chunk = 512;
    private readonly ReferenceData _reference = ReferenceData.Open("silero_vad");

    [Theory]
    [InlineData("with_context", 64)]
    [InlineData("without_context", 0)]
    public void Run_SileroOverRecording_EqualsReference(string name, int context)
    {
        using var session = _reference.Load();
        var expected = _reference.Root.GetProperty(name);
        var chunks = Chunks();
        Assert.Equal(expected.GetProperty("chunks").GetInt32(), chunks.Length);
        var input = new float[context + Chunk];
        var state = Tensor.Create(new float[256], 2, 1, 128);
        var probabilities = new double[chunks.Length];
        for (var i = 0; i < chunks.Length; i++)
        {
            input.AsSpan(Chunk, context).CopyTo(input);
            chunks[i].CopyTo(input, context);
            var outputs = Run(session, Tensor.Create(input, 1, input.Length), state);
            state = outputs["stateN"];
            probabilities[i] = outputs["output"].AsSpan<float>()[0];
            if (expected.GetProperty("snapshots").TryGetProperty($"after_chunk_{i}", out var snapshot))
            {
                ReferenceData.Equal(snapshot, outputs);
            }
        }

        Assert.Equal(expected.GetProperty("mean").GetDouble(), probabilities.Average(), 1e-4);
        Assert.Equal(expected.GetProperty("at_least_half").GetInt32(), probabilities.Count(probability => probability >= 0.5));
        if (expected.TryGetProperty("all_probabilities", out var all))
        {
            Assert.All(ReferenceData.Floats(all).Zip(probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    [Fact]
    public void Run_SileroFormulaAndBatchOfTwo_EqualsReference()
    {
        using var session = _reference.Load();
        var tone = Enumerable.Range(0, 576).Select(i => (float)(0.3 * Math.Sin(2 * Math.PI * 220 * i / 16000))).ToArray();
        Check("formula_case", Tensor.Create(tone, 1, 576));
        var chunks = Chunks();
        float[] rows = [.. new float[64], .. chunks[100], .. new float[64], .. chunks[200]];
        Check("batch_of_two", Tensor.Create(rows, 2, 576));

        void Check(string name, Tensor input)
        {
            var state = Tensor.Create(new float[2 * 128 * input.Shape[0]], 2, input.Shape[0], 128);
            ReferenceData.Equal(_reference.Root.GetProperty(name).GetProperty("outputs"), Run(session, input, state));
        }
    }

    private static IReadOnlyDictionary<string, Tensor> Run(OnnxSession session, Tensor input, Tensor state) => session.Run(
        new Dictionary<string, Tensor> { ["input"] = input, ["state"] = state, ["sr"] = Tensor.Create<long>([16000]) },
        TestContext.Current.CancellationToken);

    /// <summary>The recording in chunks, the last one filled up with silence.</summary>
    private float[][] Chunks()
    {
        var file = File.ReadAllBytes(Path.Combine(_reference.Model, "test.wav"));
        var start = file.AsSpan().IndexOf("data"u8) + 8;
        var samples = new float[(file.Length - start) / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(start + (2 * i))) / 32768f;
        }

        Assert.Equal(_reference.Root.GetProperty("wav").GetProperty("samples").GetInt32(), samples.Length);
        return [.. samples.Chunk(Chunk).Select(chunk => chunk.Length == Chunk ? chunk : [.. chunk, .. new float[Chunk - chunk.Length]])];
    }
}
