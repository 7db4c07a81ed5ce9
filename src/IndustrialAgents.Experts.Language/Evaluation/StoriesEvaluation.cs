namespace IndustrialAgents.Experts.Language;

/// <summary>stories260K (Karpathy 2023), converted from llama2.c's weights, against the text that llama2.c writes.</summary>
public static class StoriesEvaluation
{
    /// <summary>Writes the story greedily from the beginning of text, 200 and 256 tokens.</summary>
    /// <param name="data">Folder that holds <c>models/stories260k</c>, beside <c>reference</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="IOException">The data is missing.</exception>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        using var reference = ReferenceOutputs.Read(data, "stories260k");
        using var expert = new LoadedExpert(Read(data));
        var (equal, all) = (0, 0);
        foreach (var name in (string[])["ids_200", "ids_256"])
        {
            progress.Report($"writing {name}");
            var expected = ReferenceOutputs.Ids(reference.RootElement.GetProperty(name));
            var story = await expert.WriteAsync(ExpertTask.Generate, "", expected.Length, cancellationToken).ConfigureAwait(false);
            equal += ReferenceOutputs.Equal(expected, story.TokenIds);
            all += expected.Length;
        }

        return
        [
            new Figure(
                "stories/greedy/match", (double)equal / all, "", $"share of {all} tokens, of 200 and of 256, that are the reference's at their places; greedy from the beginning of text; weights converted to ONNX; nothing is trained", "llama2.c's run.c and its published text: 1"),
        ];
    }

    /// <summary>The expert of the data's weights.</summary>
    public static FittedExpert Read(string data)
    {
        var folder = Path.Combine(data, "models", "stories260k");
        var weights = Llama2cWeights.Parse(File.ReadAllBytes(Path.Combine(folder, "stories260K.bin")), "stories260K.bin");
        return Llama2cExpert.Create(new ExpertId("stories260k", "1"), weights, File.ReadAllBytes(Path.Combine(folder, "tok512.bin")), "tok512.bin");
    }
}
