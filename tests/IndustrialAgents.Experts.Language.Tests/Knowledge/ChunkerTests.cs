using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language.Tests.Knowledge;

public sealed class ChunkerTests
{
    [Fact]
    public void Split_AnyParagraphs_CoverTheTextInBoundedChunks() => Prop.ForAll(
        Gen.ListOf(Gen.ListOf(Gen.Elements("pump", "seal", "leaks.", "oil!", "the", "worn?"))).Select(list => list.Select(words => string.Join(' ', Enumerable.Repeat(words, 20).SelectMany(copy => copy))).ToArray()).ToArbitrary(),
        paragraphs =>
        {
            var chunks = Chunker.Split(paragraphs.Select((text, i) => new Block(text, [i % 3 == 0 ? "A" : "B"], $"line {i}"))).ToList();

            // Each sentence stands in a chunk, in order.
            var (at, from) = (0, 0);
            foreach (var sentence in paragraphs.SelectMany(Chunker.Sentences).Select(sentence => sentence.Trim()))
            {
                while (at < chunks.Count && chunks[at].Text.IndexOf(sentence, from, StringComparison.Ordinal) < 0)
                {
                    (at, from) = (at + 1, 0);
                }

                Assert.True(at < chunks.Count, "a sentence is missing");
            }

            Assert.All(chunks, chunk => Assert.InRange(Chunker.CountWords(chunk.Text), 1, Chunker.MaxWords + 40));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sentences_AnyText_ConcatenateToIt() =>
        Prop.ForAll<NonNull<string>>(text => Assert.Equal(text.Get, string.Concat(Chunker.Sentences(text.Get)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Split_Row_StaysWholeWithItsHeader()
    {
        var cell = string.Join(' ', Enumerable.Repeat("long", 1000));
        string[] columns = ["Part", "Note", "Empty"];

        var chunks = Chunker.Split([new("before", [], "line 1"), new("", ["H"], "row 1") { Columns = columns, Cells = ["ring", cell, ""] }]).ToList();

        Assert.Equal(2, chunks.Count);
        Assert.Equal($"Part: ring\nNote: {cell}", chunks[1].Text);
        Assert.Equal(("H", "row 1"), (chunks[1].Heading, chunks[1].Place));
    }

    [Fact]
    public void Split_LongParagraph_RepeatsTheLastSentence()
    {
        var text = string.Join(' ', Enumerable.Range(0, 100).Select(i => $"Sentence number {i} stands here."));

        var chunks = Chunker.Split([new(text, [], "line 1")]).ToList();

        Assert.True(chunks.Count > 1);
        Assert.StartsWith(chunks[0].Text.Split(". ")[^1].TrimEnd('.'), chunks[1].Text, StringComparison.Ordinal);
    }
}
