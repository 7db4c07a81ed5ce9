namespace IndustrialAgents.Experts.Language;

/// <summary>Turns the tokens of one sequence into text as they come. Not thread-safe.</summary>
internal interface IWrittenText
{
    /// <summary>The text that a token adds.</summary>
    string Add(int id);

    /// <summary>What waits for tokens that do not come any more.</summary>
    string Flush();

    /// <summary>What a token is called.</summary>
    string NameOf(int id);
}
