namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>By what the strength of a <see cref="RidgeMethod"/> is chosen.</summary>
public enum StrengthChoice
{
    /// <summary>The squared error on the samples held out.</summary>
    HeldOut,

    /// <summary>
    /// Generalised cross-validation on the fitted part (Golub, Heath, Wahba 1979, doi:10.1080/00401706.1979.10489751). Windows overlap, so its
    /// rows are not exchangeable and it penalises too little; it is for series too short to hold much out.
    /// </summary>
    GeneralizedCrossValidation,
}
