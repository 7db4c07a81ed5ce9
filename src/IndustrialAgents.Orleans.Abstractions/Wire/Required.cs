using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace IndustrialAgents.Orleans.Wire;

/// <summary>Members without which there is no value.</summary>
internal static class Required
{
    /// <summary>The member of a <typeparamref name="TOwner"/>, which must be there.</summary>
    /// <exception cref="MalformedMessageException">It is not.</exception>
    public static T Member<TOwner, T>([NotNull] T? member, [CallerArgumentExpression(nameof(member))] string? name = null)
        where T : class =>
        member ?? throw new MalformedMessageException(typeof(TOwner).Name, $"{name} is missing");
}
