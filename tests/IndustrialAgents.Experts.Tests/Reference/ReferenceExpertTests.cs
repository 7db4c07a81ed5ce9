namespace IndustrialAgents.Experts.Tests.Reference;

public sealed class ReferenceExpertTests
{
    private static readonly string[] Spindle = ["vibration_rms", "spindle_load", "temperature_c", "tool_life_pct"];
    private static readonly string[] Motor = ["temperature", "pressure", "vibration", "voltage", "current", "rpm", "humidity"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Manifests_OfTheRepository_AreAllWithinTheContract()
    {
        var folders = Directory.GetDirectories(Path.Combine(ReferenceExpert.Repository(), "experts"));

        Assert.NotEmpty(folders);
        Assert.All(folders, folder => Assert.Equal(Path.GetFileName(folder), ManifestReader.ReadFolder(folder).Name));
    }

    [Fact]
    public async Task FuelCell_All46Rows_GiveTheReferencesVoltagesAndDeviations()
    {
        using var reference = ReferenceExpert.Open("fuel_cell");
        var rows = reference.Root.GetProperty("all_rows").EnumerateArray().ToList();
        var input = Tensor.Create(ReferenceExpert.Floats(reference.Root.GetProperty("input_rows")), 46, 11);

        var all = await reference.Expert.AskAsync<Estimate>(new TensorInput(input));
        ReferenceExpert.Near([.. rows.Select(row => row.GetProperty("cell_voltage_mV").GetDouble())], all.Values.Span);
        ReferenceExpert.Near([.. rows.Select(row => row.GetProperty("sigma_mV").GetDouble())], all.StandardDeviations.Span);
        Assert.Equal([new SeriesChannel("cell_voltage", "mV")], all.Quantities);

        // A single row without a batch dimension, in doubles, gives its own row.
        var single = Array.ConvertAll(input.Rows(7, 1).AsSpan<float>().ToArray(), v => (double)v);
        var one = await reference.Expert.AskAsync<Estimate>(new TensorInput(Tensor.Create(single, 11)));
        ReferenceExpert.Near([all.Values.Span[7]], one.Values.Span);
    }

    [Fact]
    public async Task PrognosysLstmAe_FormulaAndSpike_GiveTheReferencesErrors()
    {
        using var reference = ReferenceExpert.Open("prognosys_lstm_ae");
        var values = Formula();

        var formula = await reference.Expert.AskAsync<AnomalyScores>(TestExperts.Series(values, Spindle));
        ReferenceExpert.Near([reference.Root.GetProperty("cases").GetProperty("formula").GetProperty("reconstruction_mse").GetDouble()], formula.Scores.Span);
        Assert.False(formula.IsAnomalous);

        for (var t = 20; t <= 24; t++)
        {
            values[t * 4] = 1.5f;
        }

        // With ten more samples before the window, channels in another order, and one the model does not know.
        var longer = TestExperts.Series([.. Enumerable.Repeat(0f, 50), .. Reorder(values)], ["tool_life_pct", "extra", .. Spindle[..3]]);
        var spike = await reference.Expert.AskAsync<AnomalyScores>(longer);
        ReferenceExpert.Near([reference.Root.GetProperty("cases").GetProperty("formula_with_spike").GetProperty("reconstruction_mse").GetDouble()], spike.Scores.Span);
        Assert.True(spike.IsAnomalous);
        Assert.Equal(1, spike.Blame.Sum(share => share.Share), 1e-9);

        static IEnumerable<float> Reorder(float[] values)
        {
            for (var t = 0; t < 30; t++)
            {
                foreach (var value in new[] { values[(t * 4) + 3], 99, values[t * 4], values[(t * 4) + 1], values[(t * 4) + 2] })
                {
                    yield return value;
                }
            }
        }
    }

    [Fact]
    public async Task EdgeIforest_SixteenRows_GiveTheReferencesScoresAndLabels()
    {
        using var reference = ReferenceExpert.Open("edge_iforest");
        var rows = ReferenceExpert.Floats(reference.Root.GetProperty("input_rows"));
        var scores = ReferenceExpert.Floats(reference.Root.GetProperty("scores"));
        var labels = ReferenceExpert.Floats(reference.Root.GetProperty("labels"));

        var output = await reference.Expert.AskAsync<AnomalyScores>(TestExperts.Series(rows, Motor));

        ReferenceExpert.Near([.. scores.Select(score => -(double)score)], output.Scores.Span);
        Assert.Equal(labels.Select(label => label < 0), output.Scores.ToArray().Select(score => score > output.Threshold));
        for (var row = 0; row < labels.Length; row++)
        {
            // The newest sample decides.
            var upTo = await reference.Expert.AskAsync<AnomalyScores>(TestExperts.Series(rows[..((row + 1) * 7)], Motor));
            Assert.Equal(labels[row] < 0, upTo.IsAnomalous);
        }
    }

    [Fact]
    public async Task Model_DeletedWhileInUse_GoesOnUntilItIsUnloadedAndThenSaysSo()
    {
        using var reference = ReferenceExpert.Open("fuel_cell");
        var row = new TensorInput(Tensor.Create(new float[11], 11));
        await reference.Expert.AskAsync<Estimate>(row);

        File.Delete(Path.Combine(reference.Folder, "model.onnx"));
        await reference.Expert.AskAsync<Estimate>(row);
        reference.Pool.UnloadIdle();

        var error = await Assert.ThrowsAsync<ExpertFailedException>(() => reference.Expert.AskAsync<Estimate>(row));
        Assert.Contains("model.onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_WrongNamesTypesAndShapes_AreRefusedByName()
    {
        using var reference = ReferenceExpert.Open("fuel_cell");
        var model = ((IModelExpert)reference.Expert).Model!;

        await RefusedAsync("other", Tensor.Create(new float[11], 1, 11));
        await RefusedAsync("input", Tensor.Create(new double[11], 1, 11));
        await RefusedAsync("input", Tensor.Create(new float[10], 1, 10));
        await RefusedAsync("input", Tensor.Create(new float[11], 11));
        var twelve = await Assert.ThrowsAsync<InvalidRequestException>(() => reference.Expert.AskAsync<Estimate>(new TensorInput(Tensor.Create(new float[12], 12))));
        Assert.Contains("input", twelve.Message, StringComparison.Ordinal);

        async Task RefusedAsync(string name, Tensor tensor)
        {
            var error = await Assert.ThrowsAsync<InvalidRequestException>(async () => await model.RunAsync(new Dictionary<string, Tensor> { [name] = tensor }, Token));
            Assert.Contains("'input'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Model_TruncatedOrFlippedAndRehashed_FailsTheExpertAndNotTheProcess()
    {
        using var reference = ReferenceExpert.Open("fuel_cell");
        var path = Path.Combine(reference.Folder, "model.onnx");
        var good = File.ReadAllBytes(path);
        var manifest = ReferenceManifest(reference);
        var random = new Random(3);
        for (var i = 0; i < 20; i++)
        {
            var bytes = i % 2 == 0 ? good[..random.Next(good.Length)] : Flip(good, random);
            new FittedExpert(manifest, bytes).Save(reference.Folder);
            var expert = reference.Loader.Load(reference.Folder);
            try
            {
                await expert.AskAsync<Estimate>(new TensorInput(Tensor.Create(new float[11], 11)));
            }
            catch (IndustrialAgentsException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }

        static byte[] Flip(byte[] good, Random random)
        {
            var bytes = (byte[])good.Clone();
            for (var flips = 0; flips < 4; flips++)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            return bytes;
        }

        static Manifest ReferenceManifest(ReferenceExpert reference) => ManifestReader.ReadFolder(reference.Folder);
    }

    private static float[] Formula()
    {
        var values = new float[120];
        for (var t = 0; t < 30; t++)
        {
            for (var c = 0; c < 4; c++)
            {
                values[(t * 4) + c] = (float)(0.5 + (0.4 * Math.Sin((0.2 * t) + c)));
            }
        }

        return values;
    }
}
