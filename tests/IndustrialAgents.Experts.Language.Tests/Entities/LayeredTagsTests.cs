using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Experts.Language.Entities;

namespace IndustrialAgents.Experts.Language.Tests.Entities;

public sealed class LayeredTagsTests
{
    [Fact]
    public void Encode_NestedEntity_StandsInTheSecondLayer() => Assert.Equal(
        ["O", "B-Object", "I-Object|B-Object", "B-State"],
        LayeredTags.Encode(4, [new(2, 3, "Object"), new(1, 3, "Object"), new(3, 4, "State")]));

    [Fact]
    public void Decode_InsideWithoutBeginning_BeginsAnEntity() => Assert.Equal(
        [new EntitySpan(0, 2, "A"), new EntitySpan(2, 3, "B")], LayeredTags.Decode(["I-A", "I-A", "I-B"]));

    [Fact]
    public void Decode_WhatWasEncoded_IsTheSame()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var spans = new List<EntitySpan>();
            for (var at = random.Next(3); at < 12; at += random.Next(1, 3))
            {
                var outer = new EntitySpan(at, Math.Min(12, at + random.Next(1, 5)), Class(random));
                spans.Add(outer);
                if (random.Next(2) == 0 && outer.End - outer.Start > 1)
                {
                    spans.Add(new EntitySpan(random.Next(outer.Start + 1, outer.End), outer.End, Class(random)));
                }

                at = outer.End;
            }

            return LayeredTags.Decode(LayeredTags.Encode(12, spans)).SequenceEqual(spans);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1, 1, "A", "from token 1 to 1")]
    [InlineData(-1, 1, "A", "from token -1")]
    [InlineData(0, 5, "A", "4 tokens")]
    [InlineData(0, 1, " ", "class ' '")]
    [InlineData(0, 1, "A|B", "class 'A|B'")]
    public void Encode_EntityThatDoesNotFit_IsRefused(int start, int end, string name, string message) => Assert.Contains(
        message, Assert.Throws<InvalidRequestException>(() => LayeredTags.Encode(4, [new(start, end, name)])).Message, StringComparison.Ordinal);

    private static string Class(Random random) => random.Next(2) == 0 ? "A" : "B";
}
