using System.Globalization;
using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language;

/// <summary>Tokens of a tokenizer.</summary>
internal sealed class SubwordText(Tokenizer tokenizer) : IWrittenText
{
    private readonly TokenStream _stream = new(tokenizer);

    public string Add(int id) => _stream.Add(id);

    public string Flush() => _stream.Flush();

    public string NameOf(int id) => tokenizer.TokenOf(id) ?? id.ToString(CultureInfo.InvariantCulture);
}
