namespace IndustrialAgents.Experts.Language;

/// <summary>stories260K (Karpathy 2023), converted from llama2.c's weights, against the text that llama2.c writes.</summary>
public static class StoriesEvaluation
{
    /// <summary>Writes the story greedily from the beginning of text, 200 and 256 tokens.</summary>
    /// <param name="data">Folder that holds <c>models/stories260k</c>, beside <c>reference</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="InvalidRequestException">A file is missing or of another form.</exception>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        using var reference = ReferenceOutputs.Read(data, "stories260k", "ids_200", "ids_256");
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
                "stories/greedy/match", (double)equal / Math.Max(1, all), "", $"share of {all} tokens that are the reference's at their places; greedy from the beginning of text, nothing trained", "llama2.c's run.c and its published text: 1"),
        ];
    }

    /// <summary>The expert of the data's weights.</summary>
    public static FittedExpert Read(string data)
    {
        var folder = Path.Combine(data, "models", "stories260k");
        var weights = EvaluationFile.Read(path => Llama2cWeights.Parse(File.ReadAllBytes(path), "stories260K.bin"), folder, "stories260K.bin");
        return Llama2cExpert.Create(new ExpertId("stories260k", "1"), weights, EvaluationFile.Read(File.ReadAllBytes, folder, "tok512.bin"), "tok512.bin");
    }
}
