namespace IndustrialAgents.Learning;

/// <summary>A node of a <see cref="TreeEnsemble"/>.</summary>
/// <param name="Feature">The feature it splits by; -1 of a leaf.</param>
/// <param name="Value">Rows up to this go to the low child; of a leaf, what it adds.</param>
/// <param name="Low">Place of the low child.</param>
/// <param name="High">Place of the high child.</param>
public readonly record struct TreeNode(int Feature, float Value, int Low = 0, int High = 0)
{
    /// <summary>Whether it is a leaf.</summary>
    public bool IsLeaf => Feature < 0;
}
