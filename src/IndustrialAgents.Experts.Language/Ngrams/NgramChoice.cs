namespace IndustrialAgents.Experts.Language;

/// <summary>A head, or several pooled, as cross-validation saw them.</summary>
/// <param name="Members">The heads.</param>
/// <param name="Factors">What each head's scores are multiplied by; see <see cref="ScorePool"/>.</param>
/// <param name="IsRight">Whether each text was named rightly when it was left out.</param>
internal sealed record NgramChoice(IReadOnlyList<NgramMember> Members, double[] Factors, bool[] IsRight)
{
    /// <summary>Share of texts named rightly.</summary>
    public double Accuracy => IsRight.Count(isRight => isRight) / (double)IsRight.Length;
}
