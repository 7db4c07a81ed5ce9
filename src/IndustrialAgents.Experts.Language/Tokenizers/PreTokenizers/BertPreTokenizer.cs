using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Splits at white space, which vanishes, and at each punctuation mark, which stays a word (Devlin et al. 2019). Thread-safe.</summary>
internal sealed class BertPreTokenizer : IPreTokenizer
{
    public void Split(Piece piece, List<Piece> words)
    {
        var text = piece.Span;
        var begin = 0;
        for (var i = 0; i < text.Length;)
        {
            var (rune, length) = Characters.At(text, i);
            var (space, mark) = (Rune.IsWhiteSpace(rune), Characters.IsPunctuation(rune));
            if (space || mark)
            {
                AddWord(begin, i);
                if (mark)
                {
                    words.Add(piece.Part(i, length));
                }

                begin = i + length;
            }

            i += length;
        }

        AddWord(begin, text.Length);

        void AddWord(int start, int end)
        {
            if (end > start)
            {
                words.Add(piece.Part(start, end - start));
            }
        }
    }
}
