using System.Text;

namespace IndustrialAgents.Experts.Language.Tests;

public sealed class ContentTypeConfigTests
{
    private const string Valid = """
        {"beg_size":16,"mid_size":0,"end_size":8,"use_inputs_at_offsets":false,"medium_confidence_threshold":0.5,"min_file_size_for_dl":4,
         "padding_token":256,"block_size":64,"target_labels_space":["a","b","c"],"thresholds":{"b":0.9},"overwrite_map":{"c":"other"},"version_major":3}
        """;

    [Fact]
    public void Parse_Valid_ReadsEveryField()
    {
        var config = ContentTypeConfig.Parse(Encoding.UTF8.GetBytes(Valid), "config");

        Assert.Equal((16, 8, 64, 256, 4), (config.BegSize, config.EndSize, config.BlockSize, config.PaddingToken, config.MinFileSizeForDl));
        Assert.Equal(["a", "b", "c"], config.TargetLabelsSpace);
        Assert.Equal(0.9, config.Thresholds["b"]);
        Assert.Equal("other", config.OverwriteMap["c"]);
        Assert.Equal(0.5, config.MediumConfidenceThreshold);
        Assert.Equal((0, false), (config.MidSize, config.UseInputsAtOffsets));
    }

    [Theory]
    [InlineData("\"mid_size\":0", "\"mid_size\":4", "mid_size")]
    [InlineData("false", "true", "use_inputs_at_offsets")]
    [InlineData("0.5", "1.5", "medium_confidence_threshold")]
    [InlineData("0.9", "-1", "thresholds.b")]
    [InlineData("\"a\",\"b\"", "\"a\",\"a\"", "target_labels_space")]
    [InlineData("\"beg_size\":16", "\"beg_size\":-1", "beg_size")]
    [InlineData("\"block_size\":64", "\"block_size\":2000000000", "block_size")]
    [InlineData("\"min_file_size_for_dl\":4", "\"min_file_size_for_dl\":17", "min_file_size_for_dl")]
    [InlineData("\"other\"", "\"\"", "overwrite_map")]
    public void Parse_WrongValue_NamesTheField(string old, string changed, string field)
    {
        var e = Assert.Throws<InvalidManifestException>(() => ContentTypeConfig.Parse(Encoding.UTF8.GetBytes(Valid.Replace(old, changed, StringComparison.Ordinal)), "config"));

        Assert.Equal(field, e.Field);
    }

    [Fact]
    public void Parse_Damaged_ThrowsTypedExceptionOrReads()
    {
        foreach (var damaged in Corruption.Of(Encoding.UTF8.GetBytes(Valid)))
        {
            try
            {
                ContentTypeConfig.Parse(damaged, "config");
            }
            catch (InvalidManifestException)
            {
            }
        }
    }
}
