using System.Text.Json;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>Outputs of models with plain inputs against the official runtime's.</summary>
public sealed class ModelOutputTests
{
    [Fact]
    public void Run_Mnist_EqualsReference()
    {
        var reference = ReferenceData.Open("mnist");
        using var session = reference.Load();
        foreach (var image in reference.Root.GetProperty("cases").EnumerateArray())
        {
            var pixels = ReferenceData.Floats(image.GetProperty("pixels"));
            Check(image.GetProperty("raw_0_255"), pixels);
            Check(image.GetProperty("divided_by_255"), Array.ConvertAll(pixels, pixel => pixel / 255));
        }

        Check(reference.Root.GetProperty("formula_case"), [.. Enumerable.Range(0, 784).Select(i => i * 7 % 29 / 29f)]);

        void Check(JsonElement expected, float[] input)
        {
            var outputs = session.Run(new Dictionary<string, Tensor> { ["Input3"] = Tensor.Create(input, 1, 1, 28, 28) }, TestContext.Current.CancellationToken);
            var output = outputs["Plus214_Output_0"];
            ReferenceData.Equal(expected.GetProperty("output"), output);
            Assert.Equal(expected.GetProperty("digit").GetInt32(), ReferenceData.ArgMax(output.AsSpan<float>()));
        }
    }

    [Fact]
    public void Run_YoloxNano_EqualsReference()
    {
        var reference = ReferenceData.Open("yolox_nano");
        using var session = reference.Load();
        var resized = File.ReadAllBytes(Path.Combine(reference.Folder, "resized.rgb"));
        var input = new float[3 * 416 * 416];
        Array.Fill(input, 114);
        for (var y = 0; y < 416; y++)
        {
            for (var x = 0; x < 275; x++)
            {
                for (var c = 0; c < 3; c++)
                {
                    input[(c * 416 * 416) + (y * 416) + x] = resized[(((y * 275) + x) * 3) + 2 - c];
                }
            }
        }

        Check(reference.Root.GetProperty("bgr_as_trained"), input);
        Check(reference.Root.GetProperty("formula_case"), [.. Enumerable.Range(0, input.Length).Select(i => (float)(i * 13 % 256))]);

        void Check(JsonElement expected, float[] values) => ReferenceData.Equal(
            expected.GetProperty("outputs"), session.Run(new Dictionary<string, Tensor> { ["images"] = Tensor.Create(values, 1, 3, 416, 416) }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Run_FuelCell_EqualsReference()
    {
        var reference = ReferenceData.Open("fuel_cell");
        using var session = reference.Load();
        var rows = reference.Root.GetProperty("input_rows");
        var input = Tensor.Create(ReferenceData.Floats(rows), rows.GetArrayLength(), 11);
        ReferenceData.Equal(reference.Root.GetProperty("outputs"), session.Run(new Dictionary<string, Tensor> { ["input"] = input }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Run_EdgeIsolationForest_EqualsReference()
    {
        var reference = ReferenceData.Open("edge_iforest");
        using var session = reference.Load();
        var rows = reference.Root.GetProperty("input_rows");
        var input = Tensor.Create(ReferenceData.Floats(rows), rows.GetArrayLength(), 7);
        var outputs = session.Run(new Dictionary<string, Tensor> { ["float_input"] = input }, TestContext.Current.CancellationToken);
        ReferenceData.Equal(reference.Root.GetProperty("outputs"), outputs);
        Assert.Equal(ReferenceData.Integers(reference.Root.GetProperty("labels")), outputs["label"].AsSpan<long>().ToArray());
    }

    [Fact]
    public void Run_PrognosysWithExternalData_EqualsReference()
    {
        var reference = ReferenceData.Open("prognosys_lstm_ae");
        using var session = reference.Load("lstm_autoencoder.onnx");
        var cases = reference.Root.GetProperty("cases");
        var formula = Formula(0);
        Check("formula", formula);
        Check("zeros", new float[120]);
        for (var t = 20; t < 25; t++)
        {
            formula[t * 4] = 1.5f;
        }

        Check("formula_with_spike", formula);
        float[] batch = [.. Formula(0), .. Formula(1), .. Formula(2)];
        var exception = Assert.Throws<OnnxException>(() => session.Run(new Dictionary<string, Tensor> { ["input"] = Tensor.Create(batch, 3, 30, 4) }, TestContext.Current.CancellationToken));
        Assert.Contains("initial_h", exception.Message, StringComparison.Ordinal);

        void Check(string name, float[] input) => ReferenceData.Equal(
            cases.GetProperty(name).GetProperty("outputs"), session.Run(new Dictionary<string, Tensor> { ["input"] = Tensor.Create(input, 1, 30, 4) }, TestContext.Current.CancellationToken));

        static float[] Formula(int n) =>
            [.. Enumerable.Range(0, 120).Select(i => (float)(0.5 + (0.4 * Math.Sin((0.2 * (i / 4)) + (i % 4) + (0.5 * n)))))];
    }
}
