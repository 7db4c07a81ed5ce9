using System.Runtime.CompilerServices;

namespace IndustrialAgents.Gateway.Tests.Fakes;

/// <summary>Experts that write and embed: <c>writer</c> word by word, <c>embedder</c>, and <c>silent</c>, which does neither.</summary>
internal sealed class TextDirectory : IExpertDirectory
{
    public TextDirectory() => Experts = [new ExpertEntry(new Embedder()), new ExpertEntry(new Silent()), new ExpertEntry(Writer)];

    public StreamingWriter Writer { get; } = new();

    public IReadOnlyList<ExpertEntry> Experts { get; }

    public ExpertEntry? Find(string nameOrId) => Experts.FirstOrDefault(entry => entry.Id.Name == nameOrId || entry.Id.ToString() == nameOrId);

    private static Manifest Describe(string name, ExpertTask task) =>
        new() { Name = name, Version = "1", Modality = Modality.Language, Tasks = [task], Inputs = [new ManifestInput { Kind = Modality.Language }] };

    /// <summary>Writes what it is told to, a word at a time.</summary>
    internal sealed class StreamingWriter : IStreamingExpert
    {
        public string Text { get; set; } = "reseal the pump";

        /// <summary>Word before which it fails.</summary>
        public int FailsAt { get; set; } = int.MaxValue;

        public Request? Last { get; private set; }

        public Manifest Manifest { get; } = Describe("writer", ExpertTask.Generate);

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => new(Reply());

        public async IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Last = request;
            foreach (var (i, word) in Text.Split(' ').Index())
            {
                if (i == FailsAt)
                {
                    throw new ExpertFailedException(Manifest.Id, "the model broke");
                }

                await Task.Yield();
                yield return new ExpertUpdate(i == 0 ? word : $" {word}");
            }

            yield return new ExpertUpdate("", Reply());
        }

        private ExpertReply Reply() => new(new GeneratedText(Text, FinishReason.Length) { TokenIds = [1, 2, 3], PromptTokens = 5 });
    }

    private sealed class Embedder : IExpert
    {
        public Manifest Manifest { get; } = Describe("embedder", ExpertTask.Embed);

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) =>
            new(new ExpertReply(new Embedding("embedder@1", new[] { ((TextInput)request.Inputs[0]).Text.Length, 0.5f })));
    }

    private sealed class Silent : IExpert
    {
        public Manifest Manifest { get; } = Describe("silent", ExpertTask.Classify);

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
