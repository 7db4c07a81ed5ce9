using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>Texts that must be one of some, or JSON of a schema, from a model that knows nothing of it.</summary>
public sealed class ConstraintTests
{
    // So many of the schemas end by themselves; values of the others may nest and go on as long as they like.
    private const int Bounded = 6;

    private static readonly string[] Schemas =
    [
        """{"type":"object","properties":{"part":{"type":"string","maxLength":6},"worn":{"type":"boolean"},"hours":{"type":"integer"},"note":{"type":["string","null"],"maxLength":3}},"required":["part","hours"],"additionalProperties":false}""",
        """{"type":"array","items":{"type":"number"},"minItems":1,"maxItems":3}""",
        """{"enum":["pump","valve",3,null,{"a":[1]}]}""",
        """{"type":"object","properties":{"list":{"type":"array","items":{"type":"object","properties":{"k":{"const":"ü\"x"}},"required":["k"]},"maxItems":2},"b":{"anyOf":[{"type":"boolean"},{"type":"string","minLength":2,"maxLength":4}]}},"required":["list","b"]}""",
        """{"type":"object","properties":{},"title":"nothing"}""",
        """{"type":"string","minLength":1,"maxLength":5}""",
        """{"$defs":{"part":{"type":"object","properties":{"id":{"enum":[1,2]},"parts":{"type":"array","maxItems":1,"items":{"$ref":"#/$defs/part"}}},"required":["id"]}},"$ref":"#/$defs/part"}""",
        """{"type":"object","additionalProperties":{"type":"integer"}}""",
        """{"type":"object","properties":{"a":{"type":"array","maxItems":2},"b":{},"c":true,"d":{"type":"string","format":"date"}},"required":["a","b"]}""",
        SamplingParameters.AnyJsonObject,
    ];

    [Fact]
    public void Write_JsonSchema_AlwaysParsesAndFits() => Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), Gen.Choose(0, Bounded - 1).ToArbitrary(), (seed, which) =>
    {
        var written = Write(new SamplingParameters { JsonSchema = Schemas[which], Temperature = seed % 2, Seed = seed }, seed, 300);
        Assert.Equal(FinishReason.Stop, written.Finish);
        using var value = JsonDocument.Parse(written.Text);
        using var schema = JsonDocument.Parse(Schemas[which]);
        Assert.True(Fits(schema.RootElement, value.RootElement), written.Text);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Write_OpenJsonSchema_FitsWhereItEnds(int which)
    {
        using var schema = JsonDocument.Parse(Schemas[which]);
        var ended = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var written = Write(new SamplingParameters { JsonSchema = Schemas[which], Temperature = 1, Seed = seed }, seed, 100);
            if (written.Finish == FinishReason.Stop)
            {
                using var value = JsonDocument.Parse(written.Text);
                Assert.True(Fits(schema.RootElement, value.RootElement), written.Text);
                ended++;
            }
        }

        Assert.True(ended > 0);
    }

    [Fact]
    public void Write_JsonCutOff_SaysSoAndIsABeginning() => Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), Gen.Choose(1, 8).ToArbitrary(), (seed, length) =>
    {
        var sampling = new SamplingParameters { JsonSchema = """{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}""", Temperature = 1, Seed = seed };
        var (cut, whole) = (Write(sampling, seed, length), Write(sampling, seed, 4000));
        Assert.StartsWith(cut.Text.TrimEnd('\uFFFD'), whole.Text, StringComparison.Ordinal);
        Assert.Equal(cut.TokenIds.Count == length && cut.Text != whole.Text ? FinishReason.Length : FinishReason.Stop, cut.Finish);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    [Fact]
    public void Write_Choices_GivesOneOfThem() => Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), seed =>
    {
        string[] choices = ["yes", "yes, at once", "no", "größer", "🔧", "nü"];
        Assert.Contains(Write(new SamplingParameters { Choices = choices }, seed, 100).Text, choices);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public async Task Write_ChoicesOverSentencePieces_TakesTheWordWithItsSpace()
    {
        using var model = Stories.Model();
        var said = await Stories.Expert().WriteAsync(model, Parameters(new SamplingParameters { Choices = ["Lily", "Tom", "submarine"] }), [new TextInput("Once upon a time there was a girl named")]);
        Assert.Equal(("Lily", FinishReason.Stop), (said.Text, said.Finish));
        Assert.Single(said.TokenIds);
    }

    [Fact]
    public async Task Write_JsonOverSentencePieces_Fits()
    {
        using var model = Stories.Model();
        var said = await Stories.Expert().WriteAsync(
            model, Parameters(new SamplingParameters { JsonSchema = """{"type":"object","properties":{"who":{"type":"string","maxLength":12},"old":{"type":"integer"}},"required":["who","old"]}""" }), [new TextInput("Once upon a time")]);
        using var value = JsonDocument.Parse(said.Text);
        Assert.InRange(value.RootElement.GetProperty("who").GetString()!.Length, 0, 12);
        Assert.Equal(JsonValueKind.Number, value.RootElement.GetProperty("old").ValueKind);
    }

    [Theory]
    [InlineData("""{"type":"string","pattern":"a+"}""", "'pattern'")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"number","minimum":0}}}""", "#/properties/a has 'minimum'")]
    [InlineData("""{"type":"object","required":["a"]}""", "requires 'a'")]
    [InlineData("""{"$ref":"#/x"}""", "'#/x', which is not there")]
    [InlineData("""{"$ref":"other.json"}""", "begin with '#'")]
    [InlineData("""{"$ref":"#"}""", "refers to itself")]
    [InlineData("""{"$defs":{"a":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/b"}]},"b":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}""", "refers to itself")]
    [InlineData("""{"minLength":1}""", "no type")]
    [InlineData("""{"allOf":[{"type":"string"}]}""", "'allOf'")]
    [InlineData("""{"type":"text"}""", "none of object")]
    [InlineData("""{"type":"string","minLength":3,"maxLength":2}""", "maxLength of 2")]
    [InlineData("""{"enum":["a"],"type":"number"}""", "without a value of its type")]
    [InlineData("""false""", "is False")]
    [InlineData("""{"type":""", "is not JSON")]
    [InlineData("""{"const":"\uD800"}""", "not Unicode")]
    public void Read_UnsupportedSchema_NamesTheKeyword(string schema, string named)
    {
        var error = Assert.Throws<InvalidRequestException>(() => JsonSchemaReader.Read(schema));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("parameters.sampling.jsonSchema", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedSchema_IsRefusedOrRead()
    {
        foreach (var damaged in Corruption.Of(System.Text.Encoding.UTF8.GetBytes(Schemas[3]), flips: 500))
        {
            try
            {
                JsonSchemaReader.Read(System.Text.Encoding.UTF8.GetString(damaged));
            }
            catch (InvalidRequestException error)
            {
                Assert.Contains("jsonSchema", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Write_ConstraintWithoutTokenizer_IsRefused()
    {
        var expert = TestExpert.Of("""{"use":"tokens"}""", """{"use":"generate"}""");
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => expert.WriteAsync(Letters.Random(1), Parameters(new SamplingParameters { Choices = ["a"] }), [new TensorInput(Tensor.Create([1], 1, 1))]));
        Assert.Contains("step text", error.Message, StringComparison.Ordinal);
    }

    private static RequestParameters Parameters(SamplingParameters sampling, int maxTokens = 200) => new() { Sampling = sampling, MaxTokens = maxTokens };

    private static GeneratedText Write(SamplingParameters sampling, int seed, int maxTokens) =>
        Letters.Expert(maxTokens).WriteAsync(Letters.Random(seed), Parameters(sampling, maxTokens), [new TextInput("ab")]).GetAwaiter().GetResult();

    private static bool Fits(JsonElement schema, JsonElement value, JsonElement? root = null)
    {
        root ??= schema;
        if (schema.ValueKind == JsonValueKind.True || !schema.EnumerateObject().Any())
        {
            return true;
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Fits(reference.GetString()!.Split('/').Skip(1).Aggregate(root.Value, (at, name) => at.GetProperty(name)), value, root);
        }

        if (schema.TryGetProperty("anyOf", out var any))
        {
            return any.EnumerateArray().Any(one => Fits(one, value, root));
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return values.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value));
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return JsonElement.DeepEquals(constant, value);
        }

        var type = schema.GetProperty("type");
        return (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()) : [type.GetString()]).Any(one => one switch
        {
            "object" => value.ValueKind == JsonValueKind.Object
                && value.EnumerateObject().All(own => !schema.TryGetProperty("properties", out var named)
                    ? !schema.TryGetProperty("additionalProperties", out var more) || Fits(more, own.Value, root)
                    : named.TryGetProperty(own.Name, out var inner) && Fits(inner, own.Value, root))
                && (!schema.TryGetProperty("required", out var required) || required.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _))),
            "array" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(own => !schema.TryGetProperty("items", out var items) || Fits(items, own, root)) && Within(value.GetArrayLength(), "minItems", "maxItems"),
            "string" => value.ValueKind == JsonValueKind.String && Within(value.GetString()!.EnumerateRunes().Count(), "minLength", "maxLength"),
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => value.ValueKind == JsonValueKind.Null,
        });

        bool Within(int count, string least, string most) =>
            count >= (schema.TryGetProperty(least, out var min) ? min.GetInt32() : 0) && count <= (schema.TryGetProperty(most, out var max) ? max.GetInt32() : int.MaxValue);
    }
}
