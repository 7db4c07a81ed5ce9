namespace IndustrialAgents.Silo.Database;

/// <summary>
/// Tables of one of Orleans' ADO.NET providers and the statements it runs on them. Orleans prescribes the statements' keys, their parameters and the
/// columns that they give, reads them from the table OrleansQuery, and knows nothing of the tables; both are written here.
/// </summary>
/// <param name="Name">What they are for.</param>
/// <param name="Definition">Statements that make the tables where they are missing.</param>
/// <param name="Queries">Statements by the key that Orleans looks for.</param>
internal sealed record OrleansTables(string Name, string Definition, IReadOnlyDictionary<string, string> Queries)
{
    /// <summary>The Orleans version that the statements were written for; a test holds it against the packages.</summary>
    public const string OrleansVersion = "10.2.2";

    /// <summary>The table that Orleans reads its statements from.</summary>
    public const string QueryTable =
        """
        CREATE TABLE IF NOT EXISTS OrleansQuery (
            QueryKey text NOT NULL PRIMARY KEY,
            QueryText text NOT NULL
        );
        """;
}
