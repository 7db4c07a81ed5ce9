namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>A column that is computed from two others before a table is learnt from, such as power from torque and speed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Left">Name of a column of the table.</param>
/// <param name="Operation">What is done with both.</param>
/// <param name="Right">Name of another column.</param>
public sealed record DerivedColumn(string Name, string Left, ColumnOperation Operation, string Right);
