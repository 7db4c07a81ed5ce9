namespace IndustrialAgents.Learning;

/// <summary>A split of a leaf.</summary>
/// <param name="Gain">By how much it lowers the loss, twice; 0 where there is none.</param>
/// <param name="Feature">The feature it splits by.</param>
/// <param name="Bin">Rows up to this bin go to the low side.</param>
internal readonly record struct TreeSplit(double Gain, int Feature, int Bin);
