namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Puts something before a text, unless it is empty. Thread-safe.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    public AlignedText Normalize(AlignedText text)
    {
        if (text.Text.Length == 0)
        {
            return text;
        }

        var builder = new AlignedText.Builder(text.Text.Length + prefix.Length);
        builder.Append(prefix, text.StartOf(0), text.StartOf(0));
        builder.Copy(text, 0, text.Text.Length);
        return builder.ToText();
    }
}
