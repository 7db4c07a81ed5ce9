namespace IndustrialAgents.Onnx;

/// <summary>How far the graph is rewritten when it is loaded. The numbers are those of the C API.</summary>
public enum GraphOptimization
{
    /// <summary>As it is.</summary>
    None = 0,

    /// <summary>Rewrites that keep the meaning of every standard operator: folding of constants, removal of what is redundant.</summary>
    Basic = 1,

    /// <summary>Also fusions of operators.</summary>
    Extended = 2,

    /// <summary>Also layouts that suit this processor.</summary>
    All = 99,
}
