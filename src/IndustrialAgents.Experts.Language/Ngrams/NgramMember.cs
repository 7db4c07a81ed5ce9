namespace IndustrialAgents.Experts.Language;

/// <summary>A head that can be fitted.</summary>
/// <param name="Head">Softmax, margin or ridge.</param>
/// <param name="Pieces">What it reads.</param>
/// <param name="Cost">Its cost; see <see cref="LinearHead"/>.</param>
internal readonly record struct NgramMember(NgramHead Head, NgramPieces Pieces, double Cost)
{
    public override string ToString() =>
        FormattableString.Invariant($"{Head.ToString().ToLowerInvariant()} on {(Pieces == NgramPieces.Characters ? "character n-grams" : "n-grams inside words, words and pairs")}, cost {Cost}");
}
