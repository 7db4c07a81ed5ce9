namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>What a classifier is fitted to, by what lies there.</summary>
internal enum ClassifyData
{
    /// <summary>A folder of pictures for each class.</summary>
    Pictures,

    /// <summary>A table or chats with texts.</summary>
    Texts,

    /// <summary>A folder of recordings for each class, or a table whose rows are samples.</summary>
    Series,
}
