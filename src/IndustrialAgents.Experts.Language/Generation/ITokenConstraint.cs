namespace IndustrialAgents.Experts.Language;

/// <summary>What a text must be, token by token. Not thread-safe.</summary>
internal interface ITokenConstraint
{
    /// <summary>Whether what is written may be all.</summary>
    bool CanEnd { get; }

    /// <summary>Whether what is written must be all: nothing can follow.</summary>
    bool MustEnd { get; }

    /// <summary>For each token whether it may come next; valid until the next <see cref="Accept"/>, and the caller's to change until then.</summary>
    bool[] Allowed();

    /// <summary>Goes on by a token that may come next.</summary>
    void Accept(int token);
}
