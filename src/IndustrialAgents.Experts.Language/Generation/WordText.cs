using System.Globalization;

namespace IndustrialAgents.Experts.Language;

/// <summary>Tokens that are words, with something between them; ids where there is no vocabulary.</summary>
internal sealed class WordText(TokenVocabulary? vocabulary, string separator) : IWrittenText
{
    private bool _began;

    public string Add(int id)
    {
        var text = _began ? separator + NameOf(id) : NameOf(id);
        _began = true;
        return text;
    }

    public string Flush() => "";

    public string NameOf(int id) => vocabulary is not null && vocabulary.TryGetToken(id, out var token) ? token : id.ToString(CultureInfo.InvariantCulture);
}
